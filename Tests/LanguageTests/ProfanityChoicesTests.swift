import Language
import Testing

@Suite struct ProfanityChoicesTests {
    private static func reader(allowed: [String] = [], denied: [String] = []) throws -> Reader {
        var choices = ProfanityChoices()
        choices.allowed = allowed
        choices.denied = denied
        return try Reader(model: LanguageModel(profanity: choices))
    }

    @Test func `a denied word is found as it is and in disguise`() throws {
        let reader = try Self.reader(denied: ["frak", "Smeg"])
        #expect(reader.profanity(in: "frak this") == ["frak"])
        #expect(reader.profanity(in: "SMEG, fr@k, f*ak and frrraaak") == ["SMEG", "fr@k", "f*ak", "frrraaak"])
        #expect(reader.profanity(in: "damn frakking") == ["damn"])
    }

    @Test func `an allowed word is none, nor are its disguises`() throws {
        let reader = try Self.reader(allowed: ["damn", "Smashit", "a55"])
        #expect(reader.profanity(in: "damn, DAMN and d@mn") == [])
        #expect(reader.profanity(in: "damned shit") == ["damned", "shit"])
    }

    @Test func `a word that was taken for a disguise can be allowed`() throws {
        #expect(try Self.reader().profanity(in: "#shitakeparty #thisisshit") == ["#thisisshit"])
        #expect(try Self.reader(allowed: ["thisisshit"]).profanity(in: "#thisisshit") == [])
        #expect(try Self.reader().profanity(in: "sh1t") == ["sh1t"])
        #expect(try Self.reader(allowed: ["sh1t"]).profanity(in: "sh1t shit") == ["shit"])
    }

    @Test func `allowing wins over denying`() throws {
        #expect(try Self.reader(allowed: ["frak"], denied: ["frak"]).profanity(in: "frak") == [])
    }

    @Test(arguments: ["two words", "", "!", "https://example.org", "$hit", "a$$", "@ss", "#tag", "it's ", "word."])
    func `what is not one word is refused`(word: String) throws {
        #expect(throws: WordListError.self) { try Self.reader(denied: [word]) }
    }

    @Test(arguments: ["holy crap", "", " "])
    func `what is no word cannot be allowed`(word: String) throws {
        #expect(throws: WordListError.self) { try Self.reader(allowed: [word]) }
    }

    @Test func `a disguise can be allowed as it is written`() throws {
        #expect(try Self.reader(allowed: ["a$$"]).profanity(in: "a$$ shit") == ["shit"])
    }

    @Test func `other lists are another revision`() throws {
        var choices = ProfanityChoices()
        #expect(try LanguageModel(profanity: choices).revision == LanguageModel.embedded.revision)
        choices.denied = ["frak"]
        #expect(try LanguageModel(profanity: choices).revision != LanguageModel.embedded.revision)
    }
}
