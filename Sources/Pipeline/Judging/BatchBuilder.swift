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

    func count(_ packet: Packet, feed: Int64) -> PacketCounts {
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
        var text = signal.text
        var author = signal.author ?? ""
        text.withUTF8 { text in
            author.withUTF8 { author in
                var post = PostView(text: UnsafeRawBufferPointer(text))
                if signal.author != nil { post.author = UnsafeRawBufferPointer(author) }
                hear(post) { signal }
            }
        }
    }

    /// Judges a post; `signal`: makes it, from what is only borrowed here.
    func hear(_ post: PostView, _ signal: () -> Signal) {
        counts.heard += 1
        judge.judge(post, into: &judgement)
        let signal = signal()
        if judgement.keywords.isEmpty, !rules.keepsAll {
            keepUnmatched(signal)
        } else {
            batch.signals.append(judged(signal))
            judgement = Judgement()
        }
    }

    /// The post judged last, as it is kept.
    private func judged(_ signal: Signal) -> JudgedSignal {
        // The batch gets arrays of its own. Emptying ones that it shares would allocate, for every post from then on,
        // as much as the longest post so far has needed.
        let topics = judge.topicNumbers.map { $0 }
        return JudgedSignal(
            signal: signal,
            judgement: judgement,
            topics: topics,
            sketch: judge.sketch,
            news: news(of: signal.time)
        )
    }

    private func news(of time: Timestamp) -> News {
        guard news == .live, batch.heardAt.milliseconds - time.milliseconds > Self.liveAge else { return news }
        return .caughtUp
    }

    private func keepUnmatched(_ signal: Signal) {
        neutral.reset()
        neutral.appendLine(of: signal)
        neutral.withBytes { batch.unmatched.lines.append(contentsOf: $0) }
        batch.unmatched.count += 1
        counts.unmatched += 1
        // A time in the future must not push out what is younger.
        batch.unmatched.newest = max(batch.unmatched.newest, min(signal.time, batch.heardAt))
    }

    // MARK: What is no post

    func bury(_ letter: DeadLetter) {
        counts.heard += 1
        counts.dead += 1
        batch.deadLetters.append(letter)
    }

    private func take(_ change: Change) {
        counts.heard += 1
        counts.notices += 1
        batch.notices += 1
        switch change {
        case .withdrawn(let id): batch.withdrawn.append(id)
        // Kept with the authors, by whoever owns them.
        case .hidden: break
        }
    }
}
