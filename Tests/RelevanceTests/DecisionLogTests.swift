import Language
import Relevance
import Signals
import Testing

@Suite struct DecisionLogTests {
    private let deciding = DecisionRecorder()

    @Test func `the latest opinion of a person about a signal counts, where it was said`() {
        let log = [
            deciding.decision(.accept, "storm", id: 1), deciding.decision(.reject, "music", id: 2),
            deciding.decision(.reject, "storm", id: 1),
        ]
        #expect(DecisionLog(log).standing == [log[1], log[2]])
    }

    @Test func `two people who disagree both count`() {
        let log = [
            deciding.decision(.accept, "storm", id: 1, by: "ada"),
            deciding.decision(.reject, "storm", id: 1, by: "bob"),
        ]
        #expect(DecisionLog(log).standing == log)
        #expect(DecisionLog(log, excluding: ["bob"]).standing == [log[0]])
    }

    @Test func `unsure takes an opinion back and teaches nothing`() {
        let log = [deciding.decision(.accept, "storm", id: 1), deciding.decision(.unsure, "storm", id: 1)]
        #expect(DecisionLog(log).standing == [log[1]])
        #expect(DecisionLog(log).examples.isEmpty)
    }

    @Test func `an undo brings back what was said before`() {
        let log = [
            deciding.decision(.accept, "storm", id: 1), deciding.decision(.reject, "storm", id: 1),
            deciding.decision(.undo, id: 1),
        ]
        #expect(DecisionLog(log).standing == [log[0]])
        #expect(DecisionLog(log + [deciding.decision(.undo, id: 1)]).standing == [])
        // Nothing is left to take back.
        #expect(DecisionLog(log + [log[2], log[2], log[1]]).standing == [log[1]])
    }

    @Test func `nobody takes back what another said`() {
        let log = [deciding.decision(.accept, "storm", id: 1), deciding.decision(.undo, id: 1, by: "bob")]
        #expect(DecisionLog(log).standing == [log[0]])
    }

    @Test func `a mute holds beside an opinion and is taken back by itself`() {
        let log = [
            deciding.decision(.reject, "storm", id: 1),
            deciding.decision(.mute, "storm", id: 1, subject: .author("spammer")),
        ]
        #expect(DecisionLog(log).standing == log)
        #expect(!DecisionLog(log).mutes.isEmpty)
        let undone = DecisionLog(log + [deciding.decision(.undo, id: 1)])
        #expect(undone.standing == [log[0]])
        #expect(undone.mutes.isEmpty)
    }

    @Test(arguments: 1...20)
    func `any decision that is taken back is as if it had not been made, to the last bit`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var log = deciding.log(60, seed: seed) + deciding.log(60, by: "bob", from: 30, seed: seed + 1)
        log.shuffle(using: &random)
        let taken = Int.random(in: log.indices, using: &random)
        var without = log
        let decision = without.remove(at: taken)
        // At once, or at any time after.
        let moment = Int.random(in: taken + 1...log.count, using: &random)
        var undone = log
        undone.insert(
            Decision(signal: decision.signal, verdict: .undo, by: decision.by, at: decision.at),
            at: moment
        )
        #expect(DecisionLog(undone).standing == DecisionLog(without).standing)
        let (left, right) = (LearnedRelevance(undone), LearnedRelevance(without))
        #expect(left.isKnown)
        #expect(left.bits() == right.bits())
        #expect(left.bits() != LearnedRelevance(log).bits())
    }
}
