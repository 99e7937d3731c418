import Language
import Testing

/// Profanity makes a post volatile: held back until somebody looks.
@Suite struct ProfanityTests {
    @Test(arguments: [
        ("What a shitty day", ["shitty"]), ("FUCK this", ["FUCK"]), ("damn, damn!", ["damn", "damn"]),
        ("#bullshit", ["#bullshit"]), ("“shit”", ["shit"]),
        ("shiiiit no, shit", ["shiiiit", "shit"]), ("Scheiße!", ["Scheiße"]), ("SCHEISSE", ["SCHEISSE"]),
        ("¡Qué mierda!", ["mierda"]), ("it is f̶ine, merde", ["merde"]),
        ("dа́mn damn", ["dа́mn", "damn"]), ("shit's broken", ["shit's"]),
    ])
    func `it is found as whole words, where it stands`(text: String, words: [String]) throws {
        #expect(try Reader().profanity(in: text) == words)
    }

    @Test(
        arguments: [
            "The class in Scunthorpe will assess a passive cocktail of grass and shiitake",
            "git push, then assemble the basset hound", "https://example.org/shit/fuck",
            "@shit_posts said hello", "a hellish... no: hello, shellfish", "Sussex, Essex, Penistone",
            "therapist and analyst", "", "🚀",
        ]
    )
    func `ordinary words and links are none`(text: String) throws {
        #expect(try Reader().profanity(in: text) == [])
    }

    @Test(
        arguments: [
            // Signs and digits that look like letters.
            ("sh1t happens", ["sh1t"]), ("what an a$$hole!", ["a$$hole"]), ("you b!tch", ["b!tch"]),
            ("5h1t this", ["5h1t"]), ("fvck that", ["fvck"]), ("kick @ss", ["@ss"]), ("$hit happens", ["$hit"]),
            ("phuck it", ["phuck"]), ("f4ck off", ["f4ck"]),
            // Letters apart.
            ("f u c k you", ["f u c k"]), ("s.h.i.t", ["s.h.i.t"]), ("f-u-c-k that", ["f-u-c-k"]),
            ("f_u_c_k", ["f_u_c_k"]),
            // Letters drawn out.
            ("fuuuuck this", ["fuuuuck"]), ("bitchhhh please", ["bitchhhh"]),
            // Letters of other scripts, and what cannot be seen.
            ("fυck this", ["fυck"]), ("ѕhit happens", ["ѕhit"]), ("ｆｕｃｋ", ["ｆｕｃｋ"]), ("𝓯𝓾𝓬𝓴", ["𝓯𝓾𝓬𝓴"]),
            ("fück", ["fück"]), ("f\u{200B}uck", ["f\u{200B}uck"]), ("f\u{AD}uck", ["f\u{AD}uck"]),
            ("f\u{336}u\u{336}ck", ["f\u{336}u\u{336}ck"]),
            // Signs for any letter.
            ("f*ck this", ["f*ck"]), ("f**k off", ["f**k"]), ("f#ck them", ["f#ck"]),
            // Inside hashtags.
            ("#fuckthis", ["#fuckthis"]), ("#thisisshit", ["#thisisshit"]), ("#bullshitjobs", ["#bullshitjobs"]),
        ]
    )
    func `it is found in disguise, once`(text: String, words: [String]) throws {
        #expect(try Reader().profanity(in: text) == words)
        #expect(try Reader().profanity(in: "so \(text), and on it goes with words") == words)
    }

    @Test(
        arguments: [
            "Dick Van Dyke and Hancock were in the cockpit", "AK47, the A55 road, MP3 and B2B, 1st, 2nd",
            "$AAPL and $TSLA are up, it is $5!!!", "mail me at a.b@class.org", "C# and F# and C++ code, a*b*c",
            "we a r e here, s p a c e d out", "WOW!!! so good!!! yes!1!",
            "#Scunthorpe #cocktails #classof2020 #smashit",
            "*bold* and *really* _nice_ ~ok~", "это просто счастье", "συγγνώμη για την καθυστέρηση",
            "100% sure, 50% off, 4u, gr8, l8r", "@sshd and @assembly said hello",
        ]
    )
    func `what only looks disguised is none`(text: String) throws {
        #expect(try Reader().profanity(in: text) == [])
    }

    @Test func `it is found whatever the language`() throws {
        let reader = try Reader()
        #expect(reader.analysis("Esta mierda no funciona", language: "es").profanity.count == 1)
        #expect(reader.analysis("Esta mierda no funciona", language: "ja").profanity.count == 1)
    }
}
