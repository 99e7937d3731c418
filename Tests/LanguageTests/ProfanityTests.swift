import Language
import Testing

/// Profanity makes a post volatile: held back until somebody looks.
@Suite struct ProfanityTests {
    @Test(arguments: [
        ("What a shitty day", ["shitty"]), ("FUCK this", ["FUCK"]), ("damn, damn!", ["damn", "damn"]),
        ("#bullshit", ["#bullshit"]), ("“shit”", ["shit"]),
        ("shiiiit no, shit", ["shit"]), ("Scheiße!", ["Scheiße"]), ("SCHEISSE", ["SCHEISSE"]),
        ("¡Qué mierda!", ["mierda"]), ("it is f̶ine, merde", ["merde"]),
        ("dа́mn damn", ["damn"]), ("shit's broken", ["shit's"]),
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

    @Test func `it is found whatever the language`() throws {
        let reader = try Reader()
        #expect(reader.analysis("Esta mierda no funciona", language: "es").profanity.count == 1)
        #expect(reader.analysis("Esta mierda no funciona", language: "ja").profanity.count == 1)
    }
}
