import Language
import Testing

@Suite struct SpamSignsTests {
    @Test(arguments: [
        ("Monthly GIVEAWAY: three keyboards for our readers", "giveaway"),
        ("Save on the course with promo code LEARN", "promo code"),
        ("#TeamFollowBack the build is green", "teamfollowback"),
        ("Data engineer in Oslo, great team #job #hiring", "job hiring"),
        ("Now hiring: two compiler people", "now hiring"),
        ("Answer our survey for a chance to win a laptop https://x.example/1", "chance to win"),
        ("Used rack server for sale, pick up only https://x.example/2", "for sale"),
        ("Free\u{200B} airdrop for the first hundred wallets", "free airdrop"),
    ])
    func `phrases of adverts and prize draws are signs`(text: String, sign: String) throws {
        #expect(try Reader().analysis(text).spam == sign)
    }

    @Test(arguments: [
        "", "We are giving a talk away from home", "Our team will follow back on the ticket",
        "They had a chance to win the match",
        "No hiring, and no job either", "The order: now the parser runs first", "Is it for sale?",
        "The code promo was odd",
        "AirDrop between two machines fails after the update", "@giveaway could you look at the logs?",
        "#swift #linux #server #nio #grdb #sqlite #release https://x.example/3",
        "WHY DOES THE LINKER FAIL AGAIN ON THIS MACHINE",
        "@a @b @c @d @e @f @g see above",
    ])
    func `what ordinary posts say is none`(text: String) throws {
        #expect(try Reader().analysis(text).spam == nil)
    }

    @Test func `a sign does not outlive its text`() throws {
        let reader = try Reader()
        #expect(reader.analysis("a giveaway").spam != nil)
        #expect(reader.analysis("a parser").spam == nil)
    }

    @Test func `a phrase is found at the start, at the end and behind a part of itself`() throws {
        let reader = try Reader()
        for text in ["promo code", "the promo code", "code promo promo code", "enter to win and enter to win"] {
            #expect(reader.analysis(text).spam != nil, "\(text)")
        }
        #expect(reader.analysis("promo, code").spam == nil)
    }
}
