import Foundation
import Language
import Signals
import Store
import Testing
import Trends

/// The ladder of sums against a recount of every signal.
struct RollupRecordsTests {
    private static let topics = ["devops", "swift", "linux", "sun"].map(Topic.init)
    private static let texts = (0..<40).map {
        "copies of text number \($0) are told apart from all \($0 * 7919) others"
    }

    private static let buckets: [Int64?] = [nil, 300_000, 900_000, 3_600_000, 10_800_000, 86_400_000, 172_800_000]

    private struct Key: Hashable {
        let topic: String?
        let start: Int64
    }

    private func judgement(_ random: inout SplitMix) -> Judgement {
        var judgement = Judgement()
        judgement.relevance = Score(tenThousandths: Int32.random(in: 0...10_000, using: &random))
        judgement.isVolatile = Int.random(in: 0..<5, using: &random) == 0
        if Int.random(in: 0..<4, using: &random) > 0 {
            let negative = Int32.random(in: 0...10_000, using: &random)
            let positive = Int32.random(in: 0...(10_000 - negative), using: &random)
            judgement.sentiment = Sentiment(
                negative: Score(tenThousandths: negative),
                neutral: Score(tenThousandths: 10_000 - negative - positive),
                positive: Score(tenThousandths: positive)
            )
        }
        return judgement
    }

    /// A few days of signals around 1970, some heard twice, some edited, some copies, some gaining topics later.
    private func fill(_ fixture: StoreFixture) async throws {
        var random = SplitMix(state: 11)
        for round in 0..<12 {
            let store = try await fixture.open(topics: Array(Self.topics.prefix(2 + round % 3)))
            let signals = (0..<150).map { _ in
                let number = UInt64.random(in: 0..<1200, using: &random)
                // The same signal has the same time whenever it is heard.
                var times = SplitMix(state: number)
                var signal = StoreFixture.signal("\(number)", text: Self.texts.randomElement(using: &random) ?? "")
                signal.time = Timestamp(milliseconds: Int64.random(in: -100_000_000...200_000_000, using: &times))
                if number % 4 == 0 { signal.editedAt = Timestamp(seconds: 1_000_000 + Int64(round)) }
                let topics = (0..<(2 + round % 3)).filter { _ in Bool.random(using: &random) }
                return StoreFixture.judged(
                    signal,
                    topics: topics,
                    judgement: judgement(&random),
                    isSketched: number % 3 == 0
                )
            }
            _ = try await store.keep(StoreFixture.batch(signals))
        }
    }

    private func recount(_ signals: [KeptSignal], from: Int64?, to: Int64?, bucket: Int64?) -> [Key: Rollup] {
        var sums: [Key: Rollup] = [:]
        for kept in signals
        where kept.signal.time.milliseconds >= from ?? .min && kept.signal.time.milliseconds < to ?? .max {
            let time = kept.signal.time.milliseconds
            let start = bucket.map { Int64((Double(time) / Double($0)).rounded(.down)) * $0 } ?? 0
            for topic in kept.topics.map(Optional.some) + [nil] {
                count(kept, into: &sums[Key(topic: topic, start: start), default: Rollup()])
            }
        }
        return sums
    }

    private func count(_ kept: KeptSignal, into sums: inout Rollup) {
        sums.count += 1
        sums.relevance += Int64(kept.judgement.relevance.tenThousandths)
        sums.volatile += kept.judgement.isVolatile ? 1 : 0
        sums.duplicates += kept.duplicateOf == nil ? 0 : 1
        guard let sentiment = kept.judgement.sentiment else { return }
        sums.judged += 1
        sums.sentiment += Int64(sentiment.positive.tenThousandths - sentiment.negative.tenThousandths)
        let largest = max(sentiment.negative, sentiment.neutral, sentiment.positive)
        switch [sentiment.negative, sentiment.neutral, sentiment.positive].filter({ $0 == largest }).count {
        case 1:
            sums.negative += sentiment.negative == largest ? 1 : 0
            sums.neutral += sentiment.neutral == largest ? 1 : 0
            sums.positive += sentiment.positive == largest ? 1 : 0
        default: sums.neutral += 1
        }
    }

    @Test("sums over any span and bucket equal a recount of the signals")
    func recounted() async throws {
        let fixture = try StoreFixture()
        try await fill(fixture)
        let store = try Store.read(fixture.path)
        let signals = try await store.all()
        #expect(signals.count > 700)
        #expect(signals.contains { $0.duplicateOf != nil })
        var random = SplitMix(state: 12)
        for round in 0..<300 {
            let bucket = Self.buckets[round % Self.buckets.count]
            let from = bound(&random)
            let to = bound(&random)
            let rows = try await store.rollups(
                from: from.map(Timestamp.init(milliseconds:)),
                to: to.map(Timestamp.init(milliseconds:)),
                bucket: bucket,
                topics: nil,
                includingTotals: true
            )
            let found = Dictionary(rows.map { (Key(topic: $0.topic, start: $0.start.milliseconds), $0.sums) }) {
                first,
                _ in first
            }
            #expect(found.count == rows.count)
            #expect(
                found == recount(signals, from: from, to: to, bucket: bucket),
                "from \(from ?? 0) to \(to ?? 0), bucket \(bucket ?? 0)"
            )
        }
    }

    /// No bound, one at the edge of a span, one anywhere, or the time of a signal.
    private func bound(_ random: inout SplitMix) -> Int64? {
        let anywhere = Int64.random(in: -120_000_000...220_000_000, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return nil
        case 1: return anywhere / 300_000 * 300_000
        case 2: return anywhere / 3_600_000 * 3_600_000
        case 3: return anywhere / 86_400_000 * 86_400_000
        default: return anywhere
        }
    }

    @Test("rows come by topic and time, and only for the topics asked for")
    func order() async throws {
        let fixture = try StoreFixture()
        try await fill(fixture)
        let store = try Store.read(fixture.path)
        let rows = try await store.rollups(
            from: nil,
            to: nil,
            bucket: 3_600_000,
            topics: ["swift", "linux"],
            includingTotals: false
        )
        let keys = rows.map { "\($0.topic ?? "")" }
        #expect(keys == keys.sorted())
        #expect(Set(keys) == ["linux", "swift"])
        for topic in ["linux", "swift"] {
            let starts = rows.filter { $0.topic == topic }.map(\.start)
            #expect(starts == starts.sorted())
        }
        #expect(
            try await store.rollups(from: nil, to: nil, bucket: nil, topics: ["unheard of"], includingTotals: false)
                .isEmpty
        )
    }

    @Test("what all topics sum to agrees with their links")
    func totals() async throws {
        let fixture = try StoreFixture()
        try await fill(fixture)
        let store = try Store.read(fixture.path)
        let signals = try await store.all()
        let totals = try await store.topicTotals()
        #expect(totals.map(\.sums.count) == totals.map(\.sums.count).sorted(by: >))
        for total in totals {
            let linked = signals.filter { $0.topics.contains(total.topic) }
            #expect(total.sums.count == Int64(linked.count))
            #expect(total.first == linked.map(\.signal.time).min())
            #expect(total.last == linked.map(\.signal.time).max())
        }
    }

    @Test("a relevance that is no number is damage, and no end of the program")
    func damage() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1", at: 1), topics: [0]))
        try fixture.change("UPDATE signal SET relevance = 'much'")
        let error = await #expect(throws: (any Error).self) {
            // Less than a step of the ladder is counted from the signals.
            let to = Timestamp(seconds: 2)
            return try await store.rollups(from: nil, to: to, bucket: nil, topics: nil, includingTotals: true)
        }
        guard case .damaged? = error.flatMap(StoreFault.init) else {
            Issue.record("it is no damage: \(String(describing: error))")
            return
        }
    }
}
