import Foundation
import Logging
import Signals

/// Gives what comes into the files of a folder, each in its turn.
package actor FolderFollower: Follower {
    /// Files open at a time; more take turns.
    private static let most = 16
    /// Packets after which a file gives its turn away where others wait.
    private static let turnPackets = 8
    /// Files that may keep their descriptors while others have their turns.
    private static let mostHeld = 256
    private static let scanInterval = Duration.seconds(1)
    private static let unfinished = [".part", ".partial", ".tmp", ".swp", "~", ".crdownload"]

    private let path: String
    private let options: LineOptions
    private let context: FeedContext
    private let blockLines: Int
    private let executor = QueueExecutor(label: "earshot.folder")
    private var entries: [String: FolderEntry] = [:]
    /// The names of the files that are open, the one that is asked next first.
    private var open: [String] = []
    private var compressed: (name: String, reader: BlockReader)?
    private var scanned: Duration?
    private var turns = 0
    /// Files that found no room when some were opened last, and whether that may be another now.
    private var waiting = 0
    private var mayOpen = true
    private var warned: [String: String] = [:]
    /// Links that were warned of.
    private var passedOver: Set<String> = []
    package private(set) var condition = Condition.hearing
    package let isOver = false

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(path: String, options: LineOptions, context: FeedContext, blockLines: Int = BlockReader.blockLines) {
        (self.path, self.options, self.context, self.blockLines) = (path, options, context, blockLines)
    }

    package func next() async throws -> Packet? {
        // What is open may have something for long.
        if scanIfDue() { try await openMore() }
        if let packet = nextOfCompressed() { return packet }
        for name in open {
            if let packet = try await next(of: name) { return packet }
        }
        try await openMore()
        return nil
    }

    private func next(of name: String) async throws -> Packet? {
        guard let follower = entries[name]?.follower else {
            leave(name)
            return nil
        }
        let packet: Packet?
        do {
            packet = try await follower.next()
        } catch let error as StreamError {
            fail(name, error)
            return nil
        }
        if packet == nil {
            try await rest(name, follower)
        } else {
            await giveWay(name, follower)
        }
        return packet
    }

    /// Asks it last from now on: a file that always has something is not to keep the others waiting.
    private func giveWay(_ name: String, _ follower: FileFollower) async {
        open.removeAll { $0 == name }
        open.append(name)
        entries[name]?.packets += 1
        if (entries[name]?.packets ?? 0) >= Self.turnPackets { await pause(name, follower) }
    }

    /// Looks at what to do with a file that has nothing for now.
    private func rest(_ name: String, _ follower: FileFollower) async throws {
        if await follower.isOver {
            // It grew no more, or has another name now.
            entries[name]?.isHeard = true
            return leave(name)
        }
        let rest = await follower.isMidLine ? FolderEntry.restMidLine : FolderEntry.rest
        entries[name]?.rest = rest
        if entries[name]?.isAtRest(at: context.uptime()) ?? true, await follower.settle() {
            entries[name]?.isHeard = true
        } else if entries[name]?.isGone != true {
            await pause(name, follower)
        } else if case .waiting = await follower.condition {
            leave(name)
        }
    }

    /// Lets another file have its turn, where one waits.
    private func pause(_ name: String, _ follower: FileFollower) async {
        guard waiting > 0, let entry = entries[name] else { return }
        let hasMore = entry.packets >= Self.turnPackets
        let isHeld = hasMore && entries.values.count(where: \.isHeld) < Self.mostHeld
        guard await follower.pause(staysOpen: isHeld) else { return }
        waiting -= 1
        mayOpen = true
        open.removeAll { $0 == name }
        entries[name]?.pause(hasMore: hasMore, isHeld: isHeld)
    }

    private func leave(_ name: String) {
        mayOpen = true
        open.removeAll { $0 == name }
        entries[name]?.close()
        if entries[name]?.isGone == true { entries[name] = nil }
    }

    // MARK: Opening

    /// Opens files that have something new: those that waited longest, then the oldest.
    private func openMore() async throws {
        guard mayOpen else { return }
        mayOpen = false
        waiting = 0
        let now = context.uptime()
        let due = entries.filter { $0.value.waits(at: now) }.sorted {
            ($0.value.turn, $0.value.sight.modified, $0.key) < ($1.value.turn, $1.value.sight.modified, $1.key)
        }
        for (name, entry) in due {
            if entry.follower == nil, isCompressed(name) {
                guard compressed == nil, entry.isAtRest(at: now) else { continue }
                try await openCompressed(name)
            } else if open.count < Self.most {
                await begin(name, entry)
            } else {
                waiting += 1
            }
        }
    }

    private func begin(_ name: String, _ entry: FolderEntry) async {
        if let paused = entry.follower {
            await paused.resume()
        } else {
            entries[name]?.follower = FileFollower(
                path: file(name),
                options: options,
                context: context,
                looksForEarlier: false,
                blockLines: blockLines,
                executor: executor
            )
        }
        turns += 1
        entries[name]?.begin(turn: turns)
        open.append(name)
    }

    private func openCompressed(_ name: String) async throws {
        let reader = BlockReader(.file(path: file(name)), options: options, blockLines: blockLines)
        do {
            _ = try reader.identify()
            guard try reader.resume(at: try await context.places.places(of: reader.stream)) != nil else { return }
            compressed = (name, reader)
            entries[name]?.isHeard = true
        } catch let error as StreamError {
            fail(name, error)
        }
    }

    private func nextOfCompressed() -> Packet? {
        guard let (name, reader) = compressed else { return nil }
        do {
            if let packet = try reader.next() { return packet }
        } catch {
            fail(name, error)
        }
        mayOpen = true
        compressed = nil
        return nil
    }

    /// Damage is a person's to mend; everything else is tried again.
    private func fail(_ name: String, _ error: StreamError) {
        leave(name)
        switch error {
        case .brokenGzip, .brokenZstandard, .compressed, .notAFile, .endless: entries[name]?.isHeard = true
        case .cannotOpen, .cannotRead, .outOfDescriptors:
            let now = context.uptime()
            entries[name]?.failed(at: now)
        }
        guard warned.updateValue("\(error)", forKey: name) != "\(error)" else { return }
        context.log.warning("a file cannot be heard", metadata: ["feed": "\(file(name))", "reason": "\(error)"])
    }

    private func isCompressed(_ name: String) -> Bool {
        [".gz", ".zst", ".zstd"].contains { name.hasSuffix($0) } || FollowedFile.isCompressed(path: file(name))
    }

    private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    // MARK: Looking

    /// Scans the folder if a scan is due; returns whether it did.
    private func scanIfDue() -> Bool {
        let now = context.uptime()
        if let scanned, now - scanned < Self.scanInterval { return false }
        scanned = now
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            if case .hearing = condition {
                context.log.warning("a folder cannot be read", metadata: ["feed": "\(path)"])
            }
            condition = .waiting(Cause(.missing, "the folder \(path) is not there, or cannot be read"))
            return false
        }
        condition = .hearing
        mayOpen = true
        see(names, at: now)
        return true
    }

    private func see(_ names: [String], at now: Duration) {
        var gone = Set(entries.keys)
        var there: Set<FileIdentity> = []
        passedOver.formIntersection(names)
        for name in names where !isLeftAlone(name) {
            guard let sight = FileSight(unfollowed: file(name)) else { continue }
            guard sight.isRegular else {
                if sight.isLink { passOver(name) }
                continue
            }
            gone.remove(name)
            there.insert(sight.identity)
            entries[name, default: FolderEntry(sight, at: now)].see(sight, at: now)
        }
        for name in gone {
            // One that was begun is heard to its end, unless another name leads to the rest of it.
            guard let entry = entries[name], entry.isOpen || (entry.isHeld && !there.contains(entry.sight.identity))
            else {
                entries[name] = nil
                continue
            }
            entries[name]?.isGone = true
        }
        warned = warned.filter { entries[$0.key] != nil }
    }

    private func passOver(_ link: String) {
        guard passedOver.insert(link).inserted else { return }
        context.log.warning(
            "a link in a folder is not followed; name its file as a feed",
            metadata: ["feed": "\(path)", "link": "\(link)"]
        )
    }

    private func isLeftAlone(_ name: String) -> Bool {
        name.hasPrefix(".") || Self.unfinished.contains { name.hasSuffix($0) }
    }
}
