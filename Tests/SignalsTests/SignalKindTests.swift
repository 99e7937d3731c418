import Signals
import Testing

struct SignalKindTests {
    @Test("every kind is found by its name, and no other name is one")
    func names() {
        for kind in SignalKind.allCases { #expect(SignalKind(name: kind.name) == kind) }
        #expect(Set(SignalKind.allCases.map(\.name)).count == SignalKind.allCases.count)
        #expect(SignalKind(name: "Post") == nil)
    }

    @Test("the stored numbers of kinds never change")
    func numbers() {
        #expect(
            SignalKind.allCases.map(\.name) == [
                "post", "reply", "repost", "quote", "issue", "comment", "question", "pull", "review", "discussion",
                "release", "commit", "build", "deploy", "incident", "alert", "advisory", "star",
            ]
        )
        #expect(SignalKind.allCases.map(\.rawValue) == Array(0..<18))
    }

    @Test("only what a person said waits for a decision")
    func waiting() {
        let waiting = SignalKind.allCases.filter(\.traits.waits).map(\.name)
        #expect(waiting == ["post", "reply", "quote", "issue", "comment", "question", "review", "discussion"])
    }
}
