import Feeds
import Foundation
import Logging
package import Store

/// Hears every file of a folder, and those that come later.
///
/// A plain file is followed while it grows; a compressed one is heard when it has stopped growing. Files whose names start
/// with a dot or end as unfinished ones do are left alone.
package actor FolderFeed: Feed {
    private struct Seen {
        var sight: FileSight
        var since: Duration
        var isHeard = false
    }

    /// Files followed at a time; more wait.
    private static let most = 16
    private static let scanInterval = Duration.seconds(1)
    /// A file that has not grown for so long is taken for whole.
    private static let rest = Duration.seconds(3)
    private static let unfinished = [".part", ".partial", ".tmp", ".swp", "~", ".crdownload"]

    private let path: String
    private let context: FeedContext
    private var rules: JudgingRules
    private var seen: [String: Seen] = [:]
    private var open: [(name: String, feed: FileFeed)] = []
    private var compressed: (name: String, ear: Ear)?
    private var scanned: Duration?
    package private(set) var status: FeedStatus

    package init(path: String, context: FeedContext) {
        self.path = path
        self.context = context
        rules = context.rules
        status = FeedStatus(name: path)
    }

    package func adopt(_ rules: JudgingRules) async {
        self.rules = rules
        for (_, feed) in open { await feed.adopt(rules) }
        await compressed?.ear.adopt(rules)
    }

    package func close() async {
        status.state = .ended
    }

    package func next() async -> Batch? {
        guard !status.hasEnded else { return nil }
        // What is open may have something for long.
        if scanIfDue() { await openMore() }
        let batch = await nextOfOpen()
        if let batch { status.add(batch) }
        return batch
    }

    private func nextOfOpen() async -> Batch? {
        if let batch = await nextOfCompressed() { return batch }
        for (name, feed) in open {
            if let batch = await feed.next() {
                giveWay(name, feed)
                return batch
            }
            switch await feed.status.state {
            case .ended: leave(name)
            case .waiting where seen[name] == nil: leave(name)
            case .failed:
                leave(name)
                seen[name]?.isHeard = true
            case .hearing, .waiting: if isAtRest(name), await feed.settle() { seen[name]?.isHeard = true }
            }
        }
        await openMore()
        return nil
    }

    private func nextOfCompressed() async -> Batch? {
        guard let (name, ear) = compressed else { return nil }
        do {
            if let batch = try await ear.next() { return batch }
        } catch {
            warn(name, error)
        }
        compressed = nil
        return nil
    }

    /// Asks it last from now on: a file that always has something is not to keep the others waiting.
    private func giveWay(_ name: String, _ feed: FileFeed) {
        leave(name)
        open.append((name, feed))
    }

    private func leave(_ name: String) {
        open.removeAll { $0.name == name }
    }

    private func warn(_ name: String, _ error: any Error) {
        context.log.warning("a file cannot be heard", metadata: ["feed": "\(file(name))", "reason": "\(error)"])
    }

    private func isAtRest(_ name: String) -> Bool {
        guard let seen = seen[name] else { return true }
        return !seen.isHeard && context.uptime() - seen.since >= Self.rest
    }

    /// Opens files that have something new, the oldest first.
    private func openMore() async {
        // What is empty may become anything, also compressed.
        let waiting = seen.filter { !$0.value.isHeard && $0.value.sight.size > 0 }
            .filter { entry in !open.contains { $0.name == entry.key } }
            .sorted { ($0.value.sight.modified, $0.key) < ($1.value.sight.modified, $1.key) }
        for (name, _) in waiting where open.count < Self.most {
            if isCompressed(name) {
                guard compressed == nil, isAtRest(name) else { continue }
                await openCompressed(name)
            } else {
                open.append((name, FileFeed(path: file(name), context: context.with(rules), looksForEarlier: false)))
            }
        }
    }

    private func openCompressed(_ name: String) async {
        let ear = context.makeEar(.file(path: file(name)), rules)
        do {
            _ = try await ear.start(cursors: context.cursors)
            compressed = (name, ear)
        } catch let error as StreamError {
            warn(name, error)
        } catch {
            // The store's fault passes: the file is tried again.
            return
        }
        seen[name]?.isHeard = true
    }

    private func isCompressed(_ name: String) -> Bool {
        [".gz", ".zst", ".zstd"].contains { name.hasSuffix($0) } || FollowedFile.isCompressed(path: file(name))
    }

    private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    // MARK: Looking

    /// Whether it was.
    private func scanIfDue() -> Bool {
        let now = context.uptime()
        if let scanned, now - scanned < Self.scanInterval { return false }
        scanned = now
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            if case .hearing = status.state {
                context.log.warning("a folder cannot be read", metadata: ["feed": "\(path)"])
                status.state = .waiting("the folder \(path) is not there, or cannot be read")
            }
            return false
        }
        status.state = .hearing
        var found: [String: Seen] = [:]
        for name in names where !isLeftAlone(name) {
            guard let sight = FileSight(unfollowed: file(name)), sight.isRegular else { continue }
            let known = seen[name]
            found[name] = known?.sight == sight ? known : Seen(sight: sight, since: now)
        }
        seen = found
        return true
    }

    private func isLeftAlone(_ name: String) -> Bool {
        name.hasPrefix(".") || Self.unfinished.contains { name.hasSuffix($0) }
    }
}
