import Language
import Relevance
import Signals
import Testing

/// What holds of every log, whatever is in it.
@Suite struct LogPropertyTests {
    @Test(arguments: 1...30)
    func `a decision that is taken back is as if it had not been made, to the last bit`(seed: UInt64) {
        let log = LogMaker(seed: seed).log(240)
        var random = SplitMix(state: seed + 1_000)
        let taken = log.indices.filter { log[$0].verdict != .undo }.randomElement(using: &random)
        guard let taken else { return }
        var without = log
        let decision = without.remove(at: taken)
        // An undo is of the latest: before the same person says something else of the signal.
        let next = log[(taken + 1)...].firstIndex { $0.by == decision.by && $0.signal == decision.signal } ?? log.count
        var undone = log
        let undo = Decision(signal: decision.signal, verdict: .undo, by: decision.by, at: Timestamp(seconds: 0))
        undone.insert(undo, at: Int.random(in: taken + 1...next, using: &random))
        #expect(DecisionLog(undone).standing == DecisionLog(without).standing)
        #expect(DecisionLog(undone).examples == DecisionLog(without).examples)
        let (left, right) = (LearnedRelevance(undone), LearnedRelevance(without))
        #expect(left.bits() == right.bits())
        #expect((left.accepts, left.rejects) == (right.accepts, right.rejects))
    }

    @Test(arguments: 1...20)
    func `only the order of the log counts, and never when something was decided`(seed: UInt64) {
        let log = LogMaker(seed: seed).log(240)
        var random = SplitMix(state: seed)
        let times = log.map(\.at).shuffled(using: &random)
        let permuted = zip(log, times).map { decision, at in
            var copy = decision
            copy.at = at
            return copy
        }
        #expect(LearnedRelevance(permuted).bits() == LearnedRelevance(log).bits())
        #expect(LearnedRelevance(permuted).isKnown)
    }

    @Test(arguments: 1...10)
    func `whom one leaves out is as if they had never decided`(seed: UInt64) {
        let log = LogMaker(seed: seed).log(300)
        for name in ["ada", Decision.archive] {
            let without = LearnedRelevance(log.filter { $0.by != name })
            #expect(LearnedRelevance(log, excluding: [name]).bits() == without.bits())
            #expect(without.bits() != LearnedRelevance(log).bits())
        }
    }
}
