import Feeds
import Foundation
import Language
import Pipeline
import Relevance
import Signals
import Store
import TestSupport
import Testing

/// What was learned moves with the log, and stays whatever becomes of the signals.
@Suite struct DecisionMoveTests {
    private static let people = ["ada", "bob", "cy \"the\" cat", "dee\u{2028}", Decision.archive]

    /// A random log of all verdicts, people, subjects and outcomes.
    private static func log(_ count: Int, seed: UInt64) -> [Decision] {
        var random = SplitMix(state: seed)
        let verdicts: [Decision.Verdict] = [.undo, .undo, .shared, .shared, .unsure, .mute, .track]
        return DecidedPosts.log(count, seed: seed).enumerated().map { index, decision in
            var decision = decision
            decision.signal = SignalID(
                source: ["x", "forum"][index % 2],
                id: ["", "x:", "at://did:plc/", "ü \"q\" "][Int.random(in: 0..<4, using: &random)]
                    + "\(Int.random(in: 0..<count / 3, using: &random))"
            )
            decision.by = people[Int.random(in: people.indices, using: &random)]
            if Bool.random(using: &random) {
                decision.weight = Score(tenThousandths: .random(in: 0...20_000, using: &random))
            }
            guard Int.random(in: 0..<3, using: &random) == 0 else { return decision }
            decision.verdict = verdicts[Int.random(in: verdicts.indices, using: &random)]
            switch decision.verdict {
            case .shared:
                decision.features = nil
                decision.outcome = Engagement(
                    likes: Bool.random(using: &random) ? .random(in: 0...(1 << 60), using: &random) : nil,
                    reposts: Bool.random(using: &random) ? .random(in: 0...50, using: &random) : nil
                )
            case .mute: decision.subject = index % 2 == 0 ? .author("spam \u{202E}mer") : .phrase("buy \"now\"\n#ad")
            case .track: decision.subject = .phrase("swift evolution")
            default: break
            }
            return decision
        }
    }

    private func store(_ folder: TemporaryFolder, _ name: String) throws -> Store {
        try Store.open(folder.path(name), purpose: "a test")
    }

    /// The log as an export writes it, read as `decide` reads it.
    private func moved(_ store: Store) async throws -> [DecisionLine] {
        let encoder = JSONEncoder()
        return try await store.decisions().map { try DecisionLine(line: encoder.encode(DecisionLine($0.decision))) }
    }

    @Test(arguments: 1...12)
    func `A log that was exported and imported is the same log, and teaches the same to the last bit`(
        seed: UInt64
    )
        async throws
    {
        let folder = try TemporaryFolder()
        let (first, second) = (try store(folder, "first.db"), try store(folder, "second.db"))
        let log = Self.log(240, seed: seed)
        _ = try await first.append(log)
        let result = try await DecisionRecorder(store: second).decide(moved(first), now: Timestamp(seconds: 1))
        #expect(result.recorded == log.count && result.ambiguous.isEmpty)
        #expect(try await second.decisions().map(\.decision) == log)
        #expect(try await second.learnedBits() == first.learnedBits())
        #expect(try await second.learnedBits() == DecidedPosts.bits(log))
        // And once more, which changes nothing.
        let again = try await DecisionRecorder(store: second).decide(moved(first), now: Timestamp(seconds: 2))
        #expect(again.recorded == 0 && again.repeated == log.count)
        #expect(try await second.learnedBits() == first.learnedBits())
    }

    @Test(arguments: 1...6)
    func `Of people who decide at nearly the same time the log's order settles who was first`(seed: UInt64) async throws
    {
        let folder = try TemporaryFolder()
        var random = SplitMix(state: seed)
        let (first, second, other) = (
            try store(folder, "first.db"), try store(folder, "second.db"), try store(folder, "other.db")
        )
        let lines = Self.log(200, seed: seed).map(DecisionLine.init)
        // One at a time, and all at once: the order is the same.
        for line in lines { _ = try await DecisionRecorder(store: first).decide([line], now: Timestamp(seconds: 1)) }
        _ = try await DecisionRecorder(store: second).decide(lines, now: Timestamp(seconds: 9))
        #expect(try await first.learnedBits() == second.learnedBits())
        // The same with times that say another order.
        let times = lines.map(\.at).shuffled(using: &random)
        let permuted = zip(lines, times).map { line, at in
            var copy = line
            copy.at = at
            return copy
        }
        _ = try await DecisionRecorder(store: other).decide(permuted, now: Timestamp(seconds: 1))
        #expect(try await other.learnedBits() == first.learnedBits())
    }

    @Test func `Retention, forgetting, other topics and other verdicts of the model change nothing that was learned`()
        async throws
    {
        let bench = try await FeedBench(topics: ["storm", "music"])
        let store = bench.store
        var random = SplitMix(state: 5)
        let posts = (0..<120).map { number in
            let text = DecidedPosts.text(&random).0
            return #"{"id":"\#(number)","source":"forum","author":"a\#(number % 9)","text":"storm music \#(text)"}"#
        }
        let source = StreamSource.memory(bytes: Array(posts.joined(separator: "\n").utf8), name: "posts")
        _ = try await Replay(.init(sources: [source]), rules: bench.rules, store: store).run()
        let signals = try await store.signals(limit: 1_000)
        #expect(signals.count == 120)
        let lines = signals.map {
            DecisionLine(
                id: $0.signal.id.qualified,
                decision: $0.signal.text.contains("flood") ? .accept : .reject,
                by: "ada"
            )
        }
        _ = try await DecisionRecorder(store: store).decide(lines, now: Timestamp(seconds: 1))
        let (bits, log) = (try await store.learnedBits(), try await store.decisions().map(\.decision))

        // An author and a signal are forgotten.
        for name in ["@a3", "forum:7"] {
            let found = try await store.forgettables(name, source: nil)
            _ = try await store.forget(store.plan(toForget: #require(found.first)), at: Timestamp(seconds: 2))
        }
        #expect(try await store.learnedBits() == bits)
        // Everything that is left is too old.
        let retention = Retention(store: store, age: .seconds(1), bytes: nil)
        _ = try await retention.round(now: Timestamp(seconds: 4_000_000_000))
        #expect(try await store.signals(limit: 1_000).isEmpty)
        #expect(try await store.learnedBits() == bits)
        // Other topics are tracked.
        try await bench.use(try JudgingRules(topics: [Topic(name: "bridge")]))
        #expect(try await store.learnedBits() == bits)
        #expect(try await store.decisions().map(\.decision) == log)
    }
}
