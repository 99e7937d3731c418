import Language
import Relevance
import Signals
import Testing

@Suite struct MutesTests {
    private func veto(_ text: String, author: String? = nil, _ subjects: Decision.Subject...) -> Decision.Subject? {
        let tokens = TokenBuffer()
        return DecisionRecorder().signal(text, author: author).withView { view in
            Tokenizer.tokenize(view.text, into: tokens)
            return Mutes(subjects).veto(author: view.author, tokens: tokens)
        }
    }

    @Test func `an author is muted by name, in any case, with or without the sign`() {
        #expect(veto("x", author: "Spammer", .author("@spammer")) == .author("@spammer"))
        #expect(veto("x", author: "spammer2", .author("spammer")) == nil)
        #expect(veto("by spammer", author: "ada", .author("spammer")) == nil)
        #expect(veto("x", .author("spammer")) == nil)
    }

    @Test(arguments: [
        ("win a free phone now", "Free Phone", true), ("free of phone", "free phone", false),
        ("free phone", "phone", true),
        ("freephone", "free phone", false), ("the end of the world", "end of the world", true), ("#ad", "ad", true),
        ("an ad", "#ad", false), ("an #ad", "#ad", true), ("end of", "end of the world", false), ("東京タワー", "東京", true),
        ("anything", "", false), ("anything", " \u{0}", false),
    ])
    func `a phrase is muted wherever its words stand in a row`(text: String, phrase: String, isMuted: Bool) {
        #expect((veto(text, .phrase(phrase)) != nil) == isMuted)
    }

    @Test func `a mute is no lesson about anything else`() {
        let deciding = DecisionRecorder()
        let log = deciding.log(100)
        let mute = deciding.decision(.mute, "storm flood", id: 500, author: "ada", subject: .author("ada"))
        #expect(LearnedRelevance(log + [mute]).bits() == LearnedRelevance(log).bits())
        #expect(!LearnedRelevance(log + [mute]).mutes.isEmpty)
    }
}
