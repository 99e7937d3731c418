import Foundation
import Logging
import Signals

/// Gives what comes into one file, whatever becomes of its name.
package actor FileFollower: Follower {
    private enum Phase {
        case closed
        case open(BlockReader)
        /// The file has another name now; it may still grow for a moment.
        case leaving(BlockReader, since: Duration)
        case finishing(BlockReader)
    }

    /// A mail at the end of a file that was still for so long is whole: nothing but the next one marks its end.
    static let stillness = Duration.seconds(2)

    /// The time for which a renamed file may still be written by a writer who has it open.
    static let grace = Duration.seconds(1)

    let path: String
    let context: FeedContext
    private let options: LineOptions
    private let blockLines: Int
    private let blockSize: Int
    private let executor: QueueExecutor
    private let looksForEarlier: Bool
    private var phase = Phase.closed
    /// True once it is clear from where the open file is to be heard.
    private var isBegun = false
    /// Files that were rotated away before all of them was heard: those to be opened, the youngest first; the one in
    /// hand; and those that may still be written by whoever has them open, the youngest last.
    var earlierPaths: [String] = []
    var earlierFile: EarlierFile?
    var lingering: [EarlierFile] = []
    /// The length of the mail at the end, and since when it has it.
    private var openMail: (length: Int, since: Duration)?
    package private(set) var condition = Condition.waiting(Cause(.missing, "it was not looked at yet"))
    package private(set) var isOver = false

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes what is asked with `next`.
    ///
    /// `looksForEarlier`: whether files like `name.1` beside it, which had this one's name before, are heard to their ends
    /// first: the last that was begun, and all that came after it. `executor`: on which files are read.
    package init(
        path: String,
        options: LineOptions,
        context: FeedContext,
        looksForEarlier: Bool = true,
        blockLines: Int = BlockReader.blockLines,
        blockSize: Int = 1 << 20,
        executor: QueueExecutor = QueueExecutor(label: "earshot.file")
    ) {
        (self.path, self.options, self.context) = (path, options, context)
        (self.looksForEarlier, self.blockLines, self.blockSize) = (looksForEarlier, blockLines, blockSize)
        self.executor = executor
    }

    package func next() async throws -> Packet? {
        guard !isOver else { return nil }
        if let packet = try await nextOfEarlier() { return packet }
        switch phase {
        case .closed: return try await openFile()
        case .open(let reader): return try await hear(reader)
        case .leaving(let reader, let since): return try await leave(reader, since)
        case .finishing(let reader):
            if try await begin(reader), let packet = try reader.next() { return packet }
            phase = .closed
            if !looksForEarlier { isOver = true }
            return nil
        }
    }

    func makeReader(_ source: StreamSource) -> BlockReader {
        BlockReader(source, options: options, blockLines: blockLines, blockSize: blockSize)
    }

    // MARK: Opening

    private func openFile() async throws -> Packet? {
        guard FileSight(path: path) != nil else { return try await waitForFile() }
        let reader = makeReader(.followed(path: path))
        // Held before looking back: a file that is rotated away meanwhile is this one, and none falls between.
        let identity = try reader.open()
        if looksForEarlier { try await lookBack(besides: identity) }
        phase = .open(reader)
        isBegun = false
        if let packet = try await nextOfEarlier() { return packet }
        return try await hear(reader)
    }

    /// The last that had its name may have been rotated away with something in it.
    private func waitForFile() async throws -> Packet? {
        let state = Condition.waiting(Cause(.missing, "there is no file \(path) yet"))
        guard condition != state else { return nil }
        context.log.warning("a file is not there yet", metadata: ["feed": "\(path)"])
        condition = state
        if looksForEarlier { try await lookBack(besides: nil) }
        return try await nextOfEarlier()
    }

    /// Finds out where to start; false while not even a line has come.
    private func begin(_ reader: BlockReader) async throws -> Bool {
        guard !isBegun else { return true }
        guard let lines = try await start(reader) else { return false }
        isBegun = true
        context.log.info("hearing a feed", metadata: ["feed": "\(path)", "lines_heard_before": "\(lines)"])
        condition = .hearing
        return true
    }

    /// The lines that earlier runs heard; nil if it cannot be known yet.
    func start(_ reader: BlockReader) async throws -> Int64? {
        guard try reader.identify() else { return nil }
        return try reader.resume(at: try await context.places.places(of: reader.stream))
    }

    // MARK: Hearing

    private func hear(_ reader: BlockReader) async throws -> Packet? {
        if try await begin(reader), let packet = try reader.next() { return packet }
        switch reader.change {
        case .grown:
            reader.goOn()
            return try await begin(reader) ? reader.next() : nil
        case .cut:
            context.log.warning(
                "a file was cut or written anew, and is heard from its start",
                metadata: ["feed": "\(path)"]
            )
            phase = .closed
            return nil
        case .replaced:
            phase = .leaving(reader, since: context.uptime())
            return nil
        case nil, StreamChange.none?, .renamed: return try hearLastMail(reader)
        }
    }

    /// Returns the mail at the end once the file was still for a while.
    private func hearLastMail(_ reader: BlockReader) throws -> Packet? {
        guard reader.holdsMail, isBegun, let length = reader.openLine?.count, length > 0 else {
            openMail = nil
            return nil
        }
        let now = context.uptime()
        guard let open = openMail, open.length == length else {
            openMail = (length, now)
            return nil
        }
        guard now - open.since >= Self.stillness else { return nil }
        openMail = nil
        reader.endMessage()
        return try reader.next()
    }

    private func leave(_ reader: BlockReader, _ since: Duration) async throws -> Packet? {
        reader.goOn()
        if try await begin(reader), let packet = try reader.next() {
            phase = .leaving(reader, since: context.uptime())
            return packet
        }
        guard context.uptime() - since >= Self.grace else { return nil }
        context.log.info("a file was rotated", metadata: ["feed": "\(path)"])
        finish(reader)
        return nil
    }

    private func finish(_ reader: BlockReader) {
        reader.finish()
        phase = .finishing(reader)
    }

    // MARK: Taking turns

    /// Takes the file's end for its last; false where it is not open.
    func settle() -> Bool {
        guard case .open(let reader) = phase else { return false }
        finish(reader)
        return true
    }

    /// True if the writer has stopped in the middle of a line.
    ///
    /// A post may lack its line end where a file was made by hand, and of a text nobody can tell.
    var isMidLine: Bool {
        guard case .open(let reader) = phase, !reader.holdsMail, let line = reader.openLine,
            line.contains(where: { $0 > 0x20 })
        else {
            return false
        }
        return options.lineFormat == .text || PostParser().isCutShort(line)
    }

    /// Gives memory back while others are heard, and the descriptor unless it stays open; false while it cannot.
    func pause(staysOpen: Bool) -> Bool {
        guard case .open(let reader) = phase, isBegun else { return false }
        reader.pause(staysOpen: staysOpen)
        return true
    }

    /// Goes on after `pause`.
    func resume() {
        guard case .open(let reader) = phase, !reader.reopen() else { return }
        phase = .closed
    }
}
