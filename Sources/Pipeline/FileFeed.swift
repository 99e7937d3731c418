import Feeds
import Foundation
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
    private var lens: Lens
    private var phase = Phase.closed
    /// Whether it is clear where the file that is open is to be heard from.
    private var isBegun = false
    /// Files that may have been rotated away before all of them was heard, and the one in hand.
    private var earlier: [String] = []
    private var earlierEar: Ear?
    /// When a file that failed is tried again.
    private var retryAt = Duration.zero
    private let looksForEarlier: Bool
    private var isClosing = false
    package private(set) var status: FeedStatus

    /// Follows a file.
    ///
    /// `looksForEarlier`: whether files like `name.1` beside it are heard to their ends, too, where this one's name was
    /// theirs when they were begun.
    package init(path: String, context: FeedContext, looksForEarlier: Bool = true) {
        source = .followed(path: path)
        self.context = context
        lens = context.lens
        self.looksForEarlier = looksForEarlier
        status = FeedStatus(name: path)
    }

    /// Hears standard input as it comes.
    package init(standardInput context: FeedContext) {
        source = .live
        self.context = context
        lens = context.lens
        looksForEarlier = false
        status = FeedStatus(name: "standard input")
    }

    package func adopt(_ lens: Lens) async {
        self.lens = lens
        await earlierEar?.adopt(lens)
        switch phase {
        case .closed: break
        case .open(let ear), .leaving(let ear, _), .finishing(let ear): await ear.adopt(lens)
        }
    }

    package func close() async {
        isClosing = true
        guard !source.isRepeatable, case .open(let ear) = phase else {
            // What was not heard of a file is heard by the next run.
            status.state = .ended
            return
        }
        await finish(ear)
    }

    /// Takes the file's end for its last.
    func settle() async {
        if case .open(let ear) = phase { await finish(ear) }
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

    private func fail(_ error: any Error) {
        let reason = "\(error)"
        if status.state != .failed(reason) {
            context.log.warning("a feed cannot be heard", metadata: ["feed": "\(status.name)", "reason": "\(reason)"])
        }
        status.state = .failed(reason)
        phase = .closed
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
            guard FileIdentity(path: path) != nil else {
                if case .hearing = status.state {
                    context.log.warning("a file is not there yet", metadata: ["feed": "\(path)"])
                    status.state = .waiting("there is no file \(path) yet")
                }
                return nil
            }
            if looksForEarlier { earlier = Self.rotated(from: path) }
        }
        let ear = context.makeEar(source, lens)
        phase = .open(ear)
        isBegun = false
        return try await hear(ear)
    }

    /// What is left of files that an earlier run had begun when they still had this name.
    private func nextOfEarlier() async throws -> Batch? {
        while true {
            // Broken compression, or a file that has just gone: it is no feed, so that is no fault.
            if let ear = earlierEar, let batch = try? await ear.next() { return batch }
            earlierEar = nil
            guard let path = earlier.popLast() else { return nil }
            let ear = context.makeEar(.file(path: path), lens)
            guard let lines = try? await ear.start(cursors: context.cursors), lines > 0 else { continue }
            earlierEar = ear
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
        case nil, StreamChange.none?: return nil
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

    /// The files beside `path` that are named after it, the youngest first.
    private static func rotated(from path: String) -> [String] {
        let url = URL(fileURLWithPath: path)
        let name = url.lastPathComponent
        let keys: [URLResourceKey] = [.contentModificationDateKey, .isRegularFileKey]
        let files = try? FileManager.default.contentsOfDirectory(
            at: url.deletingLastPathComponent(),
            includingPropertiesForKeys: keys
        )
        let dated = (files ?? []).compactMap { file -> (path: String, modified: Date)? in
            let other = file.lastPathComponent
            guard other.hasPrefix(name), [".", "-"].contains(other.dropFirst(name.count).first),
                let facts = try? file.resourceValues(forKeys: Set(keys)), facts.isRegularFile == true
            else { return nil }
            return (file.path, facts.contentModificationDate ?? .distantPast)
        }
        return dated.sorted { ($1.modified, $1.path) < ($0.modified, $0.path) }.map(\.path)
    }
}
