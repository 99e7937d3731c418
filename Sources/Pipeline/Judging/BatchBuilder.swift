package import Feeds
import Language
import Relevance
package import Signals
package import Store

/// Judges packets into a batch.
///
/// One a thread.
package final class BatchBuilder {
    /// A live post that is older than this, in milliseconds, was said while nobody listened.
    private static let liveAge: Int64 = 15 * 60_000

    let rules: JudgingRules
    private let digest: UInt64
    private let generation: Int?
    private let now: @Sendable () -> Timestamp
    private let judge: Judge
    let parser = PostParser()
    private var judgement = Judgement()
    private var neutral = JSONWriter()

    var batch: Batch
    /// Of the packet in hand.
    var counts = PacketCounts()
    private var news = News.recorded
    private var number: Int64?
    private var packets = 0
    private(set) var bytes = 0

    /// Begins a batch.
    ///
    /// `generation`: the number that the store gave the rules. `now`: the clock; signals that state no time have that in
    /// which they were heard.
    package init(rules: JudgingRules, generation: Int? = nil, now: @escaping @Sendable () -> Timestamp) {
        (self.rules, self.generation, self.now) = (rules, generation, now)
        digest = rules.digest
        judge = rules.makeJudge()
        batch = Batch(heardAt: now(), generation: generation)
    }

    var isEmpty: Bool { packets == 0 }

    /// Takes note of whom names of authors mean.
    func settle(_ authors: [NamedAuthor]) { judge.settle(authors) }

    /// True if it holds nothing that anybody is shown or told: places, and posts without a topic.
    var isQuiet: Bool {
        batch.signals.isEmpty && batch.deadLetters.isEmpty && batch.withdrawn.isEmpty && batch.gaps.isEmpty
    }

    func isFull(_ limits: BatchLimits) -> Bool {
        batch.heard >= limits.lines || batch.signals.count >= limits.signals || bytes >= limits.bytes
    }

    /// Hands the batch over and begins another.
    package func take() -> Batch {
        defer {
            batch = Batch(heardAt: now(), generation: generation)
            (packets, bytes) = (0, 0)
        }
        return batch
    }

    /// Judges a packet; `feed`: the number that its places bear.
    package func add(_ packet: Packet, feed: Int64 = 0) { _ = count(packet, feed: feed) }

    /// Judges a packet and counts what was in it; `number`: the feed's, that its signals bear.
    func count(_ packet: Packet, feed: Int64, number: Int64? = nil) -> PacketCounts {
        self.number = number
        if isEmpty { batch.heardAt = now() }
        packets += 1
        bytes += packet.bytes
        news = packet.news
        counts = PacketCounts()
        let start = batch.signals.count
        switch packet.content {
        case .lines(let block): read(block, packet.tally)
        case .posts(let posts): for post in posts { hear(post) }
        case .changes(let changes): for change in changes { take(change) }
        case .dead(let letters): for letter in letters { bury(letter) }
        case .nothing: break
        }
        counts.signals = start..<batch.signals.count
        batch.heard += counts.heard
        packet.tally?.add(counts.heard)
        if let gap = packet.gap { batch.gaps.append(FeedGap(feed: feed, gap: gap)) }
        if let mark = packet.mark { move(mark, feed) }
        return counts
    }

    private func move(_ mark: Mark, _ feed: Int64) {
        batch.move(
            PlaceMove(
                feed: feed,
                stream: mark.stream,
                // Other rules hear a file anew.
                scope: feed == 0 ? digest : 0,
                key: mark.key,
                replaces: mark.replaces,
                stays: mark.stays,
                place: mark.place
            )
        )
    }

    // MARK: Posts

    /// Judges a post that its feed decoded.
    private func hear(_ signal: Signal) {
        signal.withView { post in hear(post) { signal } }
    }

    /// Judges a post; `signal`: makes it, from what is only borrowed here.
    func hear(_ post: PostView, _ signal: () -> Signal) {
        counts.heard += 1
        judge.judge(post, into: &judgement)
        let signal = signal()
        if !judgement.keywords.isEmpty || rules.keepsAll || judge.isByNamedAuthor(post) {
            rules.kept?.insert(signal.id)
            keep(signal, post)
        } else if signal.editedAt != nil || rules.kept?.mayRelate(signal) == true {
            // It may be kept, and be answered itself.
            rules.kept?.insert(signal.id)
            keep(signal, post, unmatchedLine: neutralLine(of: signal))
        } else {
            keepUnmatched(signal)
        }
    }

    /// Adds the post judged last, as it is kept.
    ///
    /// `unmatchedLine`: the line that takes its place if it turns out to belong to nothing that is kept.
    private func keep(_ signal: consuming Signal, _ post: PostView, unmatchedLine: [UInt8]? = nil) {
        judge.weighLearned(post, into: &judgement)
        // The batch gets arrays of its own. Emptying ones that it shares would allocate, for every post from then on,
        // as much as the longest post so far has needed.
        let topics = judge.topicNumbers.map { $0 }
        let news = news(of: signal.time)
        batch.signals.append(
            JudgedSignal(
                signal: signal,
                judgement: judgement,
                topics: topics,
                sketch: judge.sketch,
                news: news,
                feed: number,
                unmatchedLine: unmatchedLine
            )
        )
        judgement = Judgement()
    }

    private func neutralLine(of signal: Signal) -> [UInt8] {
        neutral.reset()
        neutral.appendLine(of: signal)
        return neutral.bytes
    }

    private func news(of time: Timestamp) -> News {
        guard news == .live, batch.heardAt.milliseconds - time.milliseconds > Self.liveAge else { return news }
        return .caughtUp
    }

    private func keepUnmatched(_ signal: Signal) {
        neutral.reset()
        neutral.appendLine(of: signal)
        neutral.withBytes { batch.unmatched.add($0, at: min(signal.time, batch.heardAt)) }
        counts.unmatched += 1
    }

    // MARK: What is no post

    func bury(_ letter: DeadLetter) {
        counts.heard += 1
        counts.dead += 1
        batch.deadLetters.append(letter)
    }

    func take(_ change: Change) {
        counts.heard += 1
        counts.notices += 1
        switch change {
        case .withdrawn(let id): batch.withdrawn.append(id)
        }
    }
}
