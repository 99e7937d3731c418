package import Feeds
import Foundation
import Language
import Relevance
package import Signals
package import Store

/// Hears one stream and judges it: bytes in, batches out, on a queue of its own.
package actor Ear {
    /// How a stream is heard.
    package struct Configuration: Sendable {
        /// How posts are told apart; `auto` is JSON in whatever shape the stream begins with.
        package var format = PostFormat.ndjson
        /// Whether the line of every signal is kept beside it.
        package var keepsRaw = false
        /// Whether it starts where an earlier run stopped.
        package var resumes = true
        /// Lines after which a batch is handed over.
        package var batchLines = 4096
        /// Signals kept after which it is, too.
        package var batchSignals = 2048
        /// Bytes of input after which it is, too: about how much text a batch can hold.
        package var batchBytes: Int64 = 8 << 20
        /// Texts that posts of the stream were cut from.
        package var longTexts: LongTexts?
        /// Milliseconds of event time after which it is; nil for any number of them.
        package var batchSpan: Int64?

        package init() {}
    }

    private let executor = QueueExecutor(label: "earshot.ear")
    private let source: StreamSource
    private var rules: JudgingRules
    private let configuration: Configuration
    private let now: @Sendable () -> Timestamp

    private var judge: Judge
    private let parser = PostParser()
    private var judgement = Judgement()
    private var neutral = JSONWriter()

    private var reader: LineReader?
    /// The stream, where it goes on behind its end.
    private var live: (any LiveStream)?
    /// Whether the end of a live stream is its last.
    private var isFinishing = false
    private var cursor: FeedCursor
    /// The part of the block in hand that was not heard yet.
    private var walk = LineWalk(LineReader.Block.empty(at: 0))
    private var block = LineReader.Block.empty(at: 0)
    /// XXH64 of everything before `hashed` in the block.
    private var digest = StableHash()
    private var hashed = 0
    private var failure: StreamError?
    private var isAtEnd = false
    /// How many posts the stream had left out when it said so last; nil where an earlier run heard that.
    private var undelivered: Int64? = 0

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// `now`: the clock; signals that state no time have that in which they were heard.
    package init(
        _ source: StreamSource,
        rules: JudgingRules,
        configuration: Configuration,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.rules = rules
        self.configuration = configuration
        format = configuration.format == .auto ? .ndjson : configuration.format
        self.now = now
        judge = rules.makeJudge()
        cursor = FeedCursor(feed: "stdin", rules: rules.digest, digest: digest.value)
    }

    // MARK: Where to start

    /// Opens the stream and goes to where an earlier run stopped.
    ///
    /// - Parameter cursors: the places up to which streams that start like this one were heard, nearest first.
    /// - Returns: how many lines are skipped because they were heard; nil where so little of a live stream has come that it
    ///   cannot be known yet, and this has to be called again.
    /// - Throws: `StreamError`, and what `cursors` throws.
    package func start(
        cursors: @Sendable (_ feed: String, _ rules: UInt64) async throws -> [FeedCursor]
    ) async throws -> Int64? {
        let reader = try self.reader ?? open()
        if self.reader != nil, configuration.format == .auto { try reader.settleShape() }
        self.reader = reader
        guard source.isRepeatable else { return 0 }
        let head = try reader.head()
        guard reader.hasHead else {
            reader.goOn()
            return nil
        }
        cursor.feed = "file:" + Hexadecimal.string(head.withUnsafeBytes { StableHash.hash($0) })
        guard configuration.resumes else { return 0 }
        let known = try await cursors(cursor.feed, rules.digest)
        guard let place = try furthest(of: known, in: reader) else {
            if !known.isEmpty { try restart() }
            return 0
        }
        if place != known.last { try skip(to: place) }
        cursor = place
        cursor.rules = rules.digest
        cursor.isComplete = false
        block = .empty(at: place.bytes)
        cursor.replaces = place.isComplete ? nil : place.digest
        undelivered = nil
        return place.lines
    }

    private func open() throws -> LineReader {
        let stream = try source.open()
        live = stream as? any LiveStream
        let reader = LineReader(stream)
        if configuration.format == .auto { try reader.settleShape() }
        return reader
    }

    /// How a line or element is read: a stream whose shape is told by itself is JSON.
    private let format: PostFormat

    /// The furthest place whose digest is that of this stream up to there.
    ///
    /// The reader stands at the last place tried.
    private func furthest(of places: [FeedCursor], in reader: LineReader) throws -> FeedCursor? {
        var best: FeedCursor?
        var position: Int64 = 0
        for place in places {
            guard try reader.skip(place.bytes - position, digest: &digest) else { break }
            position = place.bytes
            guard digest.value == place.digest else { continue }
            // A line that was cut short by the end of the stream and has grown since is heard again.
            if try reader.endsItem() { best = place }
        }
        return best
    }

    private func restart() throws {
        digest = StableHash()
        reader = try open()
    }

    private func skip(to place: FeedCursor) throws {
        try restart()
        _ = try reader?.skip(place.bytes, digest: &digest)
    }

    // MARK: Hearing

    /// The next batch; nil at the stream's end, which a live stream has wherever nothing more has come yet.
    ///
    /// - Throws: `StreamError`, after everything before the fault was handed over.
    package func next() throws -> Batch? {
        if let failure { throw failure }
        guard !isAtEnd, let reader else { return nil }
        var batch = Batch(heardAt: now())
        var first: Timestamp?
        let start = cursor.bytes
        while batch.heard < configuration.batchLines, batch.signals.count < configuration.batchSignals {
            if let line = walk.line() {
                guard !isSilent(line.bytes) else { continue }
                let time = hear(line.bytes, at: line.start, into: &batch)
                guard let span = configuration.batchSpan, let time else { continue }
                first = first ?? time
                if let first, time.milliseconds - first.milliseconds >= span { break }
            } else if isFull(batch, since: start, reader) || !advance(reader, &batch) {
                break
            }
        }
        if batch.heard == 0, isAtEnd, live != nil, !isFinishing { return nil }
        settleCursor(&batch)
        return batch
    }

    // MARK: Live streams

    /// Opens the stream, which is this one from then on, whatever becomes of its name.
    ///
    /// - Returns: which file it is, where one is followed.
    package func hold() throws -> FileIdentity? {
        if reader == nil { reader = try open() }
        return (live as? FollowedFile)?.identity
    }

    /// What has happened to a live stream since it was heard; nil of one that is none.
    package var change: StreamChange? { live?.change }

    /// Hears on behind the end of a live stream.
    package func goOn() {
        guard !isFinishing else { return }
        isAtEnd = false
        reader?.goOn()
    }

    /// Takes the end of a live stream for its last: what `next` gives from now on ends it.
    package func finish() {
        isFinishing = true
        isAtEnd = false
        live?.stop()
        reader?.finish()
    }

    /// Judges with other rules from the next batch on.
    package func adopt(_ rules: JudgingRules) {
        self.rules = rules
        judge = rules.makeJudge()
        cursor.rules = rules.digest
    }

    /// Whether a batch is handed over before the next block: it holds much, or nothing more has come yet.
    private func isFull(_ batch: Batch, since start: Int64, _ reader: LineReader) -> Bool {
        guard batch.heard > 0 else { return false }
        return block.offset + Int64(block.bytes.count) - start >= configuration.batchBytes || !reader.hasInput
    }

    /// Takes the next block; false at the end and at a fault.
    private func advance(_ reader: LineReader, _ batch: inout Batch) -> Bool {
        hash(upTo: block.bytes.count)
        do throws(StreamError) {
            switch try reader.next(skipped: &digest) {
            case .block(let next):
                block = next
                walk = LineWalk(next)
                hashed = 0
            case .oversized(let line):
                bury(line, &batch)
            case .end:
                isAtEnd = true
                return false
            }
            return true
        } catch {
            failure = error
            return false
        }
    }

    /// Whether a line is none: a blank one, or the length that X writes before a message where it was asked to.
    private func isSilent(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let first = line.first else { return true }
        guard first &- UInt8(ascii: "0") < 10, format == .ndjson else { return false }
        return line.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    /// Judges a line; returns the event time of the last post in it that states one.
    private func hear(_ line: UnsafeRawBufferPointer, at start: Int, into batch: inout Batch) -> Timestamp? {
        switch parser.read(line, format: format) {
        case .post(let post): return hearWhole(post, line, at: start, into: &batch)
        case .page(let count): return hearPage(of: count, line, at: start, into: &batch)
        case let other:
            note(other, of: line, at: start, in: &batch)
            return nil
        }
    }

    /// Judges the posts of a page, each as if it stood alone.
    private func hearPage(
        of count: Int,
        _ line: UnsafeRawBufferPointer,
        at start: Int,
        into batch: inout Batch
    ) -> Timestamp? {
        var time: Timestamp?
        for index in 0..<count {
            let element = parser.element(index)
            let place = start + (element.baseAddress.flatMap { address in line.baseAddress.map { address - $0 } } ?? 0)
            switch parser.readElement(index) {
            case .post(let post): time = hear(post, element, at: place, into: &batch) ?? time
            case let other: note(other, of: element, at: place, in: &batch)
            }
        }
        return time
    }

    /// Counts what is no post: a message of the stream, or a dead letter.
    private func note(_ reading: Reading, of line: UnsafeRawBufferPointer, at start: Int, in batch: inout Batch) {
        batch.heard += 1
        cursor.lines += 1
        switch reading {
        case .notice(let notice): take(notice, &batch)
        case .change(let change): take(change, &batch)
        default:
            let origin = origin(offset: block.offset + Int64(start))
            batch.deadLetters.append(DeadLetter(origin: origin, reason: reading.refusal ?? "", payload: line))
        }
    }

    private func take(_ change: Change, _ batch: inout Batch) {
        batch.notices += 1
        if case .withdrawn(let id) = change { batch.withdrawn.append(id) }
    }

    private func take(_ notice: Notice, _ batch: inout Batch) {
        batch.notices += 1
        guard let total = notice.undelivered else { return }
        // The count starts anew with every connection.
        let before = undelivered.map { $0 <= total ? $0 : 0 } ?? total
        batch.undelivered = (batch.undelivered ?? 0) + total - before
        undelivered = total
    }

    /// Judges a post with the whole of its text, where a file beside the stream has that.
    private func hearWhole(
        _ post: PostView,
        _ line: UnsafeRawBufferPointer,
        at start: Int,
        into batch: inout Batch
    ) -> Timestamp? {
        guard let texts = configuration.longTexts else { return hear(post, line, at: start, into: &batch) }
        return texts.completed(post) { hear($0, line, at: start, into: &batch) }
    }

    /// Judges a post; returns its event time where it states one.
    private func hear(
        _ post: PostView,
        _ line: UnsafeRawBufferPointer,
        at start: Int,
        into batch: inout Batch
    ) -> Timestamp? {
        batch.heard += 1
        cursor.lines += 1
        judge.judge(post, into: &judgement)
        let signal = SignalMaker.signal(
            post,
            heard: batch.heardAt,
            position: position(of: start),
            raw: line,
            keepRaw: configuration.keepsRaw
        )
        let isMatched = !judgement.keywords.isEmpty || rules.keepsAll || judge.isByFriendly(post)
        if isMatched {
            rules.kept?.insert(signal.id)
            keep(signal, post, nil, &batch)
        } else if signal.editedAt != nil || rules.kept?.mayRelate(signal) == true {
            // It may be kept, and be answered itself.
            rules.kept?.insert(signal.id)
            keep(signal, post, neutralLine(of: signal), &batch)
        } else {
            keepUnmatched(signal, &batch)
        }
        return post.time
    }

    private func keep(_ signal: Signal, _ post: PostView, _ unmatchedLine: [UInt8]?, _ batch: inout Batch) {
        judge.weighLearned(post, into: &judgement)
        // The batch gets arrays of its own. Emptying ones that it shares would allocate, for every post from then on, as
        // much as the longest post so far has needed.
        let topics = judge.topicNumbers.map { $0 }
        var judged = JudgedSignal(signal: signal, judgement: judgement, topics: topics, sketch: judge.sketch)
        judged.unmatchedLine = unmatchedLine
        batch.signals.append(judged)
        judgement = Judgement()
    }

    private func neutralLine(of signal: Signal) -> [UInt8] {
        neutral.reset()
        neutral.appendLine(of: signal)
        return neutral.bytes
    }

    /// A line over the limit becomes a dead letter without its end.
    private func bury(_ line: LineReader.DeadLine, _ batch: inout Batch) {
        batch.heard += 1
        cursor.lines += 1
        batch.deadLetters.append(
            DeadLetter(
                origin: origin(offset: line.offset),
                reason: PostError.tooLong(limit: LineReader.lineLimit).description,
                digest: line.digest,
                payload: line.prefix,
                length: Int(line.length)
            )
        )
        block = .empty(at: line.offset + line.length)
        walk = LineWalk(block)
        hashed = 0
    }

    private func origin(offset: Int64) -> DeadLetter.Origin {
        .feed(name: cursor.feed, label: source.label, offset: offset)
    }

    private func keepUnmatched(_ signal: Signal, _ batch: inout Batch) {
        neutral.reset()
        neutral.appendLine(of: signal)
        neutral.withBytes { batch.unmatched.add($0, at: min(signal.time, batch.heardAt)) }
    }

    private func position(of start: Int) -> StreamPosition {
        hash(upTo: start)
        return StreamPosition(offset: block.offset + Int64(start), digest: digest.value)
    }

    private func hash(upTo end: Int) {
        guard end > hashed else { return }
        digest.update(UnsafeRawBufferPointer(rebasing: block.bytes[hashed..<end]))
        hashed = end
    }

    /// Notes in the batch how far the stream was heard.
    ///
    /// Standard input cannot be heard again and has no cursor.
    private func settleCursor(_ batch: inout Batch) {
        guard source.isRepeatable else { return }
        hash(upTo: walk.next)
        cursor.bytes = block.offset + Int64(walk.next)
        cursor.digest = digest.value
        cursor.isComplete = isAtEnd && (live == nil || isFinishing)
        batch.cursor = cursor
        cursor.replaces = cursor.digest
    }
}
