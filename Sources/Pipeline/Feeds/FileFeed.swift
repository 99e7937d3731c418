import Feeds
import Logging
package import Store

/// Follows one file through growth, rotation and truncation; or standard input.
package actor FileFeed: Feed {
    private enum Phase {
        case closed
        case open(Ear)
        /// The file has another name now; it may still grow for a moment.
        case leaving(Ear, since: Duration)
        case finishing(Ear)
    }

    /// How long a file that was renamed may still be written by who has it open.
    private static let grace = Duration.seconds(1)
    private static let retryInterval = Duration.seconds(2)

    private let source: StreamSource
    private let context: FeedContext
    private var rules: JudgingRules
    private var phase = Phase.closed
    /// Whether it is clear where the file that is open is to be heard from.
    private var isBegun = false
    /// Files that were rotated away before all of them was heard, the youngest first, and the one in hand.
    private var earlier: [String] = []
    private var earlierEar: Ear?
    /// When a file that failed is tried again.
    private var retryAt = Duration.zero
    private let looksForEarlier: Bool
    private var isClosing = false
    package private(set) var status: FeedStatus

    /// Follows a file.
    ///
    /// `looksForEarlier`: whether files like `name.1` beside it, which had this one's name before, are heard to their ends
    /// first: the last that was begun, and all that came after it.
    package init(path: String, context: FeedContext, looksForEarlier: Bool = true) {
        source = .followed(path: path)
        self.context = context
        rules = context.rules
        self.looksForEarlier = looksForEarlier
        status = FeedStatus(name: path)
    }

    /// Hears standard input as it comes.
    package init(standardInput context: FeedContext) {
        source = .live
        self.context = context
        rules = context.rules
        looksForEarlier = false
        status = FeedStatus(name: "standard input")
    }

    package func adopt(_ rules: JudgingRules) async {
        self.rules = rules
        await earlierEar?.adopt(rules)
        switch phase {
        case .closed: break
        case .open(let ear), .leaving(let ear, _), .finishing(let ear): await ear.adopt(rules)
        }
    }

    package func close() async {
        isClosing = true
        switch phase {
        case .open(let ear) where !source.isRepeatable: await finish(ear)
        case .finishing where !source.isRepeatable: break
        // What was not heard of a file is heard by the next run.
        default: status.state = .ended
        }
    }

    /// Takes the file's end for its last; false where it is not open.
    func settle() async -> Bool {
        guard case .open(let ear) = phase else { return false }
        await finish(ear)
        return true
    }

    private func finish(_ ear: Ear) async {
        await ear.finish()
        phase = .finishing(ear)
    }

    /// Finds out where to start; false while not even a line has come.
    private func begin(_ ear: Ear) async throws -> Bool {
        guard !isBegun else { return true }
        guard let lines = try await ear.start(cursors: context.cursors) else { return false }
        isBegun = true
        context.log.info("hearing a feed", metadata: ["feed": "\(status.name)", "lines_heard_before": "\(lines)"])
        status.state = .hearing
        return true
    }

    package func next() async -> Batch? {
        guard !status.hasEnded else { return nil }
        do {
            let batch = try await step()
            if let batch { status.add(batch) }
            return batch
        } catch {
            fail(error)
            return nil
        }
    }

    /// A fault of the file is a person's to mend; one of the store passes, or ends the program.
    private func fail(_ error: any Error) {
        let reason = StoreFault(error).map { "\($0)" } ?? "\(error)"
        let state = error is StreamError ? FeedStatus.State.failed(reason) : .waiting(reason)
        if status.state != state {
            context.log.warning("a feed cannot be heard", metadata: ["feed": "\(status.name)", "reason": "\(reason)"])
        }
        status.state = state
        phase = .closed
        earlier = []
        earlierEar = nil
        retryAt = context.uptime() + Self.retryInterval
    }

    private func step() async throws -> Batch? {
        if let batch = try await nextOfEarlier() { return batch }
        switch phase {
        case .closed: return try await openFile()
        case .open(let ear): return try await hear(ear)
        case .leaving(let ear, let since): return try await leave(ear, since)
        case .finishing(let ear):
            if try await begin(ear), let batch = try await ear.next() { return batch }
            ended()
            return nil
        }
    }

    private func ended() {
        phase = .closed
        if isClosing || !source.isRepeatable || !looksForEarlier { status.state = .ended }
    }

    // MARK: Opening

    private func openFile() async throws -> Batch? {
        guard context.uptime() >= retryAt else { return nil }
        if case .followed(let path) = source {
            guard FileSight(path: path) != nil else {
                return try await waitForFile(path)
            }
        }
        let ear = context.makeEar(source, rules)
        // Held before looking back: a file that is rotated away meanwhile is this one, and none falls between.
        let identity = try await ear.hold()
        if looksForEarlier, case .followed(let path) = source { try await lookBack(from: path, besides: identity) }
        phase = .open(ear)
        isBegun = false
        if let batch = try await nextOfEarlier() { return batch }
        return try await hear(ear)
    }

    /// The last that had its name may have been rotated away with something in it.
    private func waitForFile(_ path: String) async throws -> Batch? {
        let state = FeedStatus.State.waiting("there is no file \(path) yet")
        guard status.state != state else { return nil }
        context.log.warning("a file is not there yet", metadata: ["feed": "\(path)"])
        status.state = state
        if looksForEarlier { try await lookBack(from: path) }
        return try await nextOfEarlier()
    }

    // MARK: What was rotated away

    /// Finds the files to be heard first.
    ///
    /// Where none was begun they are from before anybody listened, and stay unheard.
    private func lookBack(from path: String, besides held: FileIdentity? = nil) async throws {
        var younger: [String] = []
        for file in RotatedFile.files(of: path) where file.identity != held {
            guard let (ear, lines) = try await openEarlier(file.path) else { continue }
            if lines > 0 {
                earlierEar = ear
                earlier = younger
                return
            }
            if file.isNumbered { younger.append(file.path) }
        }
    }

    /// nil where the file cannot be heard, which stops no other.
    private func openEarlier(_ path: String) async throws -> (ear: Ear, lines: Int64)? {
        let ear = context.makeEar(.file(path: path), rules)
        do {
            return (ear, try await ear.start(cursors: context.cursors) ?? 0)
        } catch let error as StreamError {
            passOver(path, error)
            return nil
        }
    }

    private func passOver(_ path: String, _ error: StreamError) {
        context.log.warning(
            "a file that was rotated away cannot be heard",
            metadata: ["feed": "\(status.name)", "file": "\(path)", "reason": "\(error)"]
        )
    }

    private func nextOfEarlier() async throws -> Batch? {
        while true {
            if let ear = earlierEar {
                do {
                    if let batch = try await ear.next() { return batch }
                } catch let error as StreamError {
                    passOver(status.name, error)
                }
            }
            earlierEar = nil
            guard let path = earlier.popLast() else { return nil }
            earlierEar = try await openEarlier(path)?.ear
        }
    }

    // MARK: Hearing

    private func hear(_ ear: Ear) async throws -> Batch? {
        if try await begin(ear), let batch = try await ear.next() { return batch }
        switch await ear.change {
        case .grown:
            await ear.goOn()
            return try await begin(ear) ? ear.next() : nil
        case .cut:
            context.log.warning(
                "a file was cut or written anew, and is heard from its start",
                metadata: ["feed": "\(status.name)"]
            )
            phase = .closed
            return nil
        case .replaced:
            phase = .leaving(ear, since: context.uptime())
            return nil
        case .over:
            await finish(ear)
            return nil
        case nil, StreamChange.none?, .renamed: return nil
        }
    }

    private func leave(_ ear: Ear, _ since: Duration) async throws -> Batch? {
        await ear.goOn()
        if try await begin(ear), let batch = try await ear.next() {
            phase = .leaving(ear, since: context.uptime())
            return batch
        }
        guard context.uptime() - since >= Self.grace else { return nil }
        context.log.info("a file was rotated", metadata: ["feed": "\(status.name)"])
        await finish(ear)
        return nil
    }
}
