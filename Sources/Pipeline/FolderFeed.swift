import Feeds
import Foundation
import Logging
package import Store

/// Hears every file of a folder, and those that come later.
///
/// A plain file is followed while it grows; a compressed one is heard when it has stopped growing. Files whose names start
/// with a dot or end as unfinished ones do are left alone.
package actor FolderFeed: Feed {
    /// A file as it was last seen.
    private struct Sight: Hashable {
        let size: Int64
        let modified: Date
    }

    private struct Seen {
        var sight: Sight
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
    private var lens: Lens
    private var seen: [String: Seen] = [:]
    private var open: [(name: String, feed: FileFeed)] = []
    private var compressed: (name: String, ear: Ear)?
    private var scanned: Duration?
    package private(set) var status: FeedStatus

    package init(path: String, context: FeedContext) {
        self.path = path
        self.context = context
        lens = context.lens
        status = FeedStatus(name: path)
    }

    package func adopt(_ lens: Lens) async {
        self.lens = lens
        for (_, feed) in open { await feed.adopt(lens) }
        await compressed?.ear.adopt(lens)
    }

    package func close() async {
        status.state = .ended
    }

    package func next() async -> Batch? {
        guard !status.hasEnded else { return nil }
        scanIfDue()
        let batch = await nextOfOpen()
        if let batch { status.add(batch) }
        return batch
    }

    private func nextOfOpen() async -> Batch? {
        if let (name, ear) = compressed {
            do {
                if let batch = try await ear.next() { return batch }
            } catch {
                context.log.warning(
                    "a file cannot be heard",
                    metadata: ["feed": "\(file(name))", "reason": "\(error)"]
                )
            }
            compressed = nil
        }
        for (name, feed) in open {
            if let batch = await feed.next() { return batch }
            switch await feed.status.state {
            case .ended: open.removeAll { $0.name == name }
            case .failed:
                open.removeAll { $0.name == name }
                seen[name]?.isHeard = true
            case .hearing, .waiting: if isAtRest(name) { await settle(name, feed) }
            }
        }
        await openMore()
        return nil
    }

    private func settle(_ name: String, _ feed: FileFeed) async {
        await feed.settle()
        seen[name]?.isHeard = true
    }

    private func isAtRest(_ name: String) -> Bool {
        guard let seen = seen[name] else { return true }
        return !seen.isHeard && context.uptime() - seen.since >= Self.rest
    }

    /// Opens files that have something new, the oldest first.
    private func openMore() async {
        let waiting = seen.filter { entry in !entry.value.isHeard && !open.contains { $0.name == entry.key } }
            .sorted { ($0.value.sight.modified, $0.key) < ($1.value.sight.modified, $1.key) }
        for (name, _) in waiting where open.count < Self.most {
            if isCompressed(name) {
                guard compressed == nil, isAtRest(name) else { continue }
                await openCompressed(name)
            } else {
                open.append((name, FileFeed(path: file(name), context: context.with(lens), looksForEarlier: false)))
            }
        }
    }

    private func openCompressed(_ name: String) async {
        seen[name]?.isHeard = true
        let ear = context.makeEar(.file(path: file(name)), lens)
        do {
            _ = try await ear.start(cursors: context.cursors)
            compressed = (name, ear)
        } catch {
            context.log.warning("a file cannot be heard", metadata: ["feed": "\(file(name))", "reason": "\(error)"])
        }
    }

    private func isCompressed(_ name: String) -> Bool { [".gz", ".zst", ".zstd"].contains { name.hasSuffix($0) } }

    private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    // MARK: Looking

    private func scanIfDue() {
        let now = context.uptime()
        if let scanned, now - scanned < Self.scanInterval { return }
        scanned = now
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            if case .hearing = status.state {
                context.log.warning("a folder cannot be read", metadata: ["feed": "\(path)"])
                status.state = .waiting("the folder \(path) is not there, or cannot be read")
            }
            return
        }
        status.state = .hearing
        var found: [String: Seen] = [:]
        for name in names where !isLeftAlone(name) {
            guard let sight = sight(name) else { continue }
            let known = seen[name]
            found[name] = known?.sight == sight ? known : Seen(sight: sight, since: now)
        }
        seen = found
    }

    private func isLeftAlone(_ name: String) -> Bool {
        name.hasPrefix(".") || Self.unfinished.contains { name.hasSuffix($0) }
    }

    private func sight(_ name: String) -> Sight? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: file(name)),
            facts[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        return Sight(size: (facts[.size] as? Int64) ?? 0, modified: (facts[.modificationDate] as? Date) ?? .distantPast)
    }
}
