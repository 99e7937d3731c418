import Relevance
import Signals
import Testing

@Suite struct DecisionFeaturesTests {
    @Test func `what a decision was made on is the same after it was written and read`() {
        let deciding = DecisionRecorder()
        for text in ["", "storm over the river", String(repeating: "a b c ", count: 500)] {
            let features = deciding.features(text, author: "ada", prior: Score(0.4321))
            #expect(DecisionFeatures(encoded: features.encoded) == features)
        }
    }

    @Test func `bytes that nobody wrote are refused`() {
        let bytes = DecisionRecorder().features("storm over the river").encoded
        #expect(DecisionFeatures(encoded: []) == nil)
        for length in 1..<bytes.count where length % 8 != 3 {
            #expect(DecisionFeatures(encoded: Array(bytes.prefix(length))) == nil)
        }
        // No schema, a prior above one, a feature of no kind, and too many of them.
        #expect(DecisionFeatures(encoded: [0] + bytes.dropFirst()) == nil)
        #expect(DecisionFeatures(encoded: [1, 0xFF, 0xFF]) == nil)
        #expect(DecisionFeatures(encoded: [1, 0, 0] + [UInt8](repeating: 0, count: 8)) == nil)
        #expect(DecisionFeatures(encoded: [1, 0, 0] + [UInt8](repeating: 1, count: 8 * 4_097)) == nil)
        #expect(DecisionFeatures(encoded: [1, 0, 0] + [UInt8](repeating: 1, count: 8 * 4_096)) != nil)
    }

    @Test(arguments: [
        (Engagement(), 1.0), (Engagement(likes: 0, reposts: 0, replies: 0), 1.0), (Engagement(likes: 20), 1.5),
        (Engagement(reposts: 4, replies: 4), 1.5), (Engagement(likes: -5), 1.0),
        (Engagement(likes: .max, reposts: .max, replies: .max), 2.0),
    ])
    func `what became of a shared signal weighs it between one and two`(outcome: Engagement, weight: Double) {
        #expect(DecisionWeight.shared(outcome) == Score(weight))
    }
}
