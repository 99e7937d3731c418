package import Signals

/// Reads a stream in packets of whole lines, from where an earlier run stopped.
///
/// Blocks the thread it is called on. Not for several tasks at a time.
package final class BlockReader {
    /// The most lines of a packet.
    package static let blockLines = 2048

    package let source: StreamSource
    /// For people; found once, because that asks the system for the working folder.
    private let label: String
    /// Of a stream whose shape is told by itself, the format is settled with its start.
    private var options: LineOptions
    private let blockLines: Int
    private let blockSize: Int
    /// The stream's name among places: it is known by how it starts.
    package private(set) var stream = "stdin"
    private var tally = StreamTally()

    private var reader: LineReader?
    /// The stream, where it goes on behind its end.
    private var live: FollowedFile?
    /// True once the end of a live stream is its last.
    private var isFinishing = false
    private var isAtEnd = false
    private var failure: StreamError?
    /// XXH64 of everything before `offset`.
    private var digest = StableHash()
    private var offset: Int64 = 0
    /// The key of the place that the next one takes over from.
    private var replaces: UInt64?
    /// The block that is being cut, borrowed from the reader, and where its next piece starts.
    private var cutter: BlockCutter?
    private var start = 0
    /// Packets that were cut and not handed out, the next one last.
    private var ready: [Packet] = []

    /// Further places at which to cut a block.
    private let cuts: (LineReader.Block) -> [Int]

    /// `blockSize`: about how many bytes are read at a time.
    package init(
        _ source: StreamSource,
        options: LineOptions = LineOptions(),
        blockLines: Int = blockLines,
        blockSize: Int = 1 << 20,
        cuts: @escaping (LineReader.Block) -> [Int] = { _ in [] }
    ) {
        self.cuts = cuts
        self.source = source
        label = source.label
        self.options = options
        self.blockLines = blockLines
        self.blockSize = blockSize
    }

    // MARK: Where to start

    /// Opens the stream, which is this one from then on, whatever becomes of its name.
    ///
    /// - Returns: the file, where one is followed.
    @discardableResult
    package func open() throws(StreamError) -> FileIdentity? {
        if reader == nil { reader = try make() }
        return live?.identity
    }

    private func make() throws(StreamError) -> LineReader {
        let bytes = try source.open()
        live = bytes as? FollowedFile
        let reader = LineReader(bytes, blockSize: blockSize)
        if options.format == .mail { reader.cutMessages() }
        try settleFormat(of: reader)
        return reader
    }

    private func settleFormat(of reader: LineReader) throws(StreamError) {
        guard options.format == .auto else { return }
        try reader.settleShape()
        if reader.cutsMessages { options.format = .mail }
    }

    /// Finds out the stream's name; false if so little of a live stream has come that it cannot be known yet.
    package func identify() throws(StreamError) -> Bool {
        let isNew = reader == nil
        try open()
        guard let reader, source.isRepeatable else { return true }
        if !isNew { try settleFormat(of: reader) }
        let head = try reader.head()
        guard reader.hasHead else {
            reader.goOn()
            return false
        }
        stream = "file:" + Hexadecimal.string(head.withUnsafeBytes { StableHash.hash($0) })
        return true
    }

    /// Goes to the furthest of the places that an earlier run kept and whose content is this stream's.
    ///
    /// - Returns: the lines skipped; nil if the task was cancelled, and nothing may be read.
    package func resume(at places: [Place]) throws(StreamError) -> Int64? {
        let known = places.compactMap(FilePlace.init).sorted { $0.bytes < $1.bytes }
        guard !known.isEmpty, let reader else { return 0 }
        let place = try furthest(of: known, in: reader)
        guard !Task.isCancelled else { return nil }
        guard let place else {
            try restart()
            return 0
        }
        if place != known.last {
            try restart()
            guard let reader = self.reader, try skip(place.bytes, in: reader) else { return nil }
        }
        offset = place.bytes
        replaces = place.isComplete ? nil : place.digest
        tally = StreamTally(heard: place.lines, undelivered: nil)
        return place.lines
    }

    /// The furthest place whose digest is that of this stream up to there; the reader stands at the last one tried.
    private func furthest(of places: [FilePlace], in reader: LineReader) throws(StreamError) -> FilePlace? {
        var best: FilePlace?
        var position: Int64 = 0
        for place in places {
            guard try skip(place.bytes - position, in: reader) else { break }
            position = place.bytes
            guard digest.value == place.digest else { continue }
            // A line that was cut short by the end of the stream and has grown since is heard again.
            if try reader.endsItem() { best = place }
        }
        return best
    }

    /// False if the stream is shorter, or the task was cancelled.
    private func skip(_ count: Int64, in reader: LineReader) throws(StreamError) -> Bool {
        var left = count
        while left > 0 {
            let part = min(left, 64 << 20)
            guard !Task.isCancelled, try reader.skip(part, digest: &digest) else { return false }
            left -= part
        }
        return true
    }

    private func restart() throws(StreamError) {
        digest = StableHash()
        reader = try make()
    }

    // MARK: Hearing

    /// The next packet; nil at the stream's end, which a live stream has wherever nothing more has come yet.
    ///
    /// - Throws: `StreamError`, after everything before the fault was handed over.
    package func next() throws(StreamError) -> Packet? {
        if let packet = ready.popLast() ?? cut() { return packet }
        if let failure { throw failure }
        guard !isAtEnd, let reader else { return nil }
        do throws(StreamError) {
            switch try reader.next(skipped: &digest) {
            case .block(let block):
                cutter = BlockCutter(block, lines: blockLines, at: cuts(block))
                start = 0
                return cut()
            case .oversized(let line): return bury(line)
            case .end:
                isAtEnd = true
                return isOver ? ending : nil
            }
        } catch {
            failure = error
            throw error
        }
    }

    /// True if the end that was reached is the last.
    private var isOver: Bool { live == nil || isFinishing }

    /// Notes that all of a stream was heard.
    private var ending: Packet? {
        guard source.isRepeatable else { return nil }
        return Packet(.nothing, news: .recorded, mark: mark(isComplete: true), tally: tally)
    }

    /// The next piece of the block in hand, with bytes of its own.
    private func cut() -> Packet? {
        guard let block = cutter?.block, let piece = cutter?.next() else {
            cutter = nil
            return nil
        }
        let bytes = UnsafeRawBufferPointer(rebasing: block.bytes[start..<piece.end])
        let lines = LineBlock(
            bytes: ByteBlock(copying: bytes),
            offset: offset,
            elements: piece.elements?.map { $0.lowerBound - start..<$0.upperBound - start },
            digest: digest,
            options: options,
            stream: stream,
            label: label
        )
        digest.update(bytes)
        offset += Int64(bytes.count)
        start = piece.end
        return Packet(.lines(lines), mark: mark(isComplete: false), tally: tally)
    }

    /// A line over the limit becomes a dead letter without its end.
    private func bury(_ line: LineReader.DeadLine) -> Packet {
        offset = line.offset + line.length
        let letter = DeadLetter(
            origin: .feed(name: stream, label: label, offset: line.offset),
            reason: PostError.tooLong(limit: LineReader.lineLimit).description,
            digest: line.digest,
            payload: line.prefix,
            length: Int(line.length)
        )
        return Packet(.dead([letter]), mark: mark(isComplete: false), tally: tally)
    }

    private func mark(isComplete: Bool) -> Mark? {
        guard source.isRepeatable else { return nil }
        let (bytes, digest, tally) = (offset, digest.value, tally)
        defer { replaces = digest }
        return Mark(stream: stream, key: digest, replaces: replaces, stays: isComplete) {
            FilePlace(bytes: bytes, digest: digest, lines: tally.heard, isComplete: isComplete).place
        }
    }

    // MARK: Streams that go on

    /// The change of a followed file since it was read; nil of anything else.
    package var change: StreamChange? { live?.change }

    /// The bytes so far of a line without its end.
    var openLine: UnsafeRawBufferPointer? { reader?.openLine }

    /// True if it reads mails, as far as is known.
    var holdsMail: Bool { options.format == .mail }

    /// Takes the mail at the end of a live stream, of which more could come, for whole.
    func endMessage() {
        isAtEnd = false
        reader?.endMessage()
    }

    /// Reads on behind the end of a live stream.
    package func goOn() {
        guard !isFinishing else { return }
        isAtEnd = false
        reader?.goOn()
    }

    /// Takes the end of a live stream for its last: what `next` gives from now on ends it.
    package func finish() {
        isFinishing = true
        isAtEnd = false
        reader?.finish()
    }

    /// Gives back memory, and the descriptor unless it stays open, to hear on from here after `reopen`.
    func pause(staysOpen: Bool) {
        // What is cut lies in the memory that is given back.
        while let packet = cut() { ready.insert(packet, at: 0) }
        if !staysOpen { live?.pause() }
        reader?.shrink()
    }

    /// False if the file is another by now.
    func reopen() -> Bool { live?.resume() ?? false }
}
