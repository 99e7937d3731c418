import Foundation
import Language
import Relevance
import Signals
import Testing

@Suite struct LearnedRelevanceTests {
    private let deciding = DecisionRecorder()

    @Test(arguments: [(0.0, 0.05), (0.05, 0.05), (0.3, 0.3), (0.9, 0.9), (1.0, 0.95)])
    func `before anything was decided a post ranks by its prior`(prior: Double, rank: Double) {
        let nothing = LearnedRelevance()
        #expect(abs(nothing.rank(of: deciding.features("storm", prior: Score(prior))) - rank) < 1e-12)
        #expect(nothing.probability(deciding.features("storm")) == nil)
    }

    @Test func `a probability is unknown until ten of both kinds were decided, and ranks are there from the first`() {
        let accepts = (0..<10).map { deciding.decision(.accept, "storm \($0)", id: $0) }
        let rejects = (10..<20).map { deciding.decision(.reject, "music \($0)", id: $0) }
        #expect(LearnedRelevance(accepts + rejects.dropLast()).probability(deciding.features("storm")) == nil)
        #expect(LearnedRelevance(accepts.dropLast() + rejects).probability(deciding.features("storm")) == nil)
        #expect(LearnedRelevance(accepts + rejects).probability(deciding.features("storm")) != nil)
        let first = LearnedRelevance([accepts[0], rejects[0]])
        #expect(first.rank(of: deciding.features("storm")) > first.rank(of: deciding.features("music")))
    }

    @Test func `what was accepted is learned from words, and from authors`() throws {
        let learned = LearnedRelevance(deciding.log(400))
        let storm = try #require(learned.probability(deciding.features("the storm at night")))
        let music = try #require(learned.probability(deciding.features("the music at night")))
        #expect(storm > Score(0.8))
        #expect(music < Score(0.2))
        let authors = LearnedRelevance(
            (0..<200).map {
                deciding.decision(
                    $0 % 2 == 0 ? .accept : .reject,
                    "word \($0 / 2)",
                    id: $0,
                    author: $0 % 2 == 0 ? "ada" : "bob"
                )
            }
        )
        let ada = try #require(authors.probability(deciding.features("something new", author: "ada")))
        let bob = try #require(authors.probability(deciding.features("something new", author: "bob")))
        #expect(ada > Score(0.7))
        #expect(bob < Score(0.3))
    }

    @Test func `a prior still counts beside what was learned`() {
        let learned = LearnedRelevance(deciding.log(100))
        let low = learned.rank(of: deciding.features("storm", prior: Score(0.1)))
        #expect(learned.rank(of: deciding.features("storm", prior: Score(0.8))) > low)
    }

    @Test func `the same log gives the same weights, and another order others`() {
        let log = deciding.log(300)
        #expect(LearnedRelevance(log).bits() == LearnedRelevance(log).bits())
        #expect(LearnedRelevance(log).bits() != LearnedRelevance(Array(log.reversed())).bits())
    }

    /// Were a figure to depend on the machine, on a dictionary's order or on a version of a library, this would differ.
    @Test func `a fold is what it was when this was written, to the last bit`() {
        let bits = LearnedRelevance(deciding.log(300)).bits()
        let digest = bits.reduce(into: StableHash()) { hash, bits in
            withUnsafeBytes(of: bits.littleEndian) { hash.update($0) }
        }
        #expect(Hexadecimal.string(digest.value) == "547d0249af9d4c4f")
    }

    @Test func `a log folds the same after its features were written and read`() throws {
        let log = deciding.log(300)
        let read = try log.map { decision in
            var copy = decision
            let kept = try #require(decision.features)
            let features: DecisionFeatures = try #require(DecisionFeatures(encoded: kept.encoded))
            copy.features = features
            return copy
        }
        #expect(LearnedRelevance(read).bits() == LearnedRelevance(log).bits())
    }

    @Test func `a decision of greater weight moves more, and one of none nothing`() {
        func rank(_ weight: Score) -> Double {
            let log = deciding.log(60) + [deciding.decision(.accept, "coffee", id: 900, weight: weight)]
            return LearnedRelevance(log).rank(of: deciding.features("coffee"))
        }
        #expect(rank(.zero) == LearnedRelevance(deciding.log(60)).rank(of: deciding.features("coffee")))
        #expect(rank(.zero) < rank(DecisionWeight.archived))
        #expect(rank(DecisionWeight.archived) < rank(.one))
        #expect(rank(.one) < rank(Score(2)))
    }

    @Test func `what was learned is said in the words of the post at hand`() throws {
        let learned = LearnedRelevance(deciding.log(400))
        let tokens = TokenBuffer()
        var judgement = Judgement()
        judgement.language = "en"
        let parts = deciding.signal("Coffee and #Storm", author: "ada").withView { view in
            Tokenizer.tokenize(view.text, into: tokens)
            return learned.contributions(to: view, tokens: tokens, judgement: judgement, reader: FeatureReader())
        }
        let first = try #require(parts.first)
        #expect(first.kind == .word)
        #expect(first.detail == "#Storm")
        #expect(first.weight > 0)
        #expect(parts.map(\.weight.magnitude) == parts.map(\.weight.magnitude).sorted(by: >))
        // Nothing was learned of this author.
        #expect(!parts.contains { $0.kind == .author })
    }

    @Test func `a hundred thousand decisions are folded`() {
        let some = deciding.log(1_000)
        let log = (0..<100_000).map { index in
            var decision = some[index % some.count]
            decision.signal = SignalID(source: "x", id: String(index))
            return decision
        }
        let learned = LearnedRelevance(log)
        #expect(learned.accepts + learned.rejects == 100_000)
        #expect(learned.rank(of: deciding.features("storm")) > learned.rank(of: deciding.features("music")))
    }

    @Test func `decisions on hostile feature counts are folded`() {
        let long = deciding.features((0..<70_000).map { "w\($0)" }.joined(separator: " "))
        let none = DecisionFeatures(prior: .zero, features: [])
        let examples = (0..<40).map { Example($0 % 4 < 2 ? long : none, isAccepted: $0 % 2 == 0) }
        let learned = LearnedRelevance(examples)
        #expect(learned.rank(of: long).isFinite)
        #expect((0...1).contains(learned.rank(of: none)))
    }
}
