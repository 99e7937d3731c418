import Foundation
import Logging
import Mail
import Signals

/// Gives the mails of a Maildir as they come, the oldest first; changes nothing in it.
///
/// A mail is known by its name without flags, so that one that is read, marked or moved from `new` to `cur` is not heard
/// again.
package actor MaildirFollower: Follower {
    private static let folders = ["new", "cur"]
    private static let scanInterval = Duration.seconds(1)
    /// A folder that changed so short a time before it was listed may have changed again in the same instant.
    private static let doubt: Int64 = 2_000_000_000
    /// The most mails and bytes of a packet, and the most names that wait.
    private static let packetMails = 64
    private static let packetBytes = 1 << 20
    private static let mostWaiting = 10_000

    private let path: String
    private let options: LineOptions
    private let context: FeedContext
    private let stream: String
    private let executor = QueueExecutor(label: "earshot.maildir")
    private var ledger: MaildirLedger?
    /// Mails to be heard, the next one last.
    private var waiting: [MaildirEntry] = []
    private var scanned: Duration?
    /// The folders as they were when they were listed last; nil if they have to be listed again.
    private var listed: [Int64]?
    private var unreadable: Set<UInt64> = []
    package private(set) var condition = Condition.hearing
    package let isOver = false

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes what is asked with `next`.
    package init(path: String, options: LineOptions, context: FeedContext) {
        (self.path, self.options, self.context) = (path, options, context)
        stream = "maildir:" + Hexadecimal.string(StableHash.hash(URL(fileURLWithPath: path).standardizedFileURL.path))
    }

    package func next() async throws -> Packet? {
        if ledger == nil {
            ledger = MaildirLedger(stream: stream, places: try await context.places.places(of: stream))
            context.log.info("hearing a feed", metadata: ["feed": "\(path)"])
        }
        if waiting.isEmpty { list() }
        return waiting.isEmpty ? nil : packet()
    }

    // MARK: Listing

    /// Looks for mails that were not heard, if the folders have changed.
    private func list() {
        let now = context.uptime()
        if let scanned, now - scanned < Self.scanInterval { return }
        scanned = now
        let sights = Self.folders.map { FileSight(path: "\(path)/\($0)")?.modified ?? 0 }
        guard sights != listed else { return }
        let wall = Self.nanoseconds()
        listed = sights.allSatisfy { wall - $0 > Self.doubt } ? sights : nil
        var found: [UInt64: MaildirEntry] = [:]
        for folder in Self.folders {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") else {
                condition = .waiting(Cause(.missing, "the folder \(path)/\(folder) is not there, or cannot be read"))
                listed = nil
                return
            }
            for name in names {
                guard let entry = MaildirEntry(folder: "\(path)/\(folder)", name: name),
                    ledger?.contains(entry.id) == false
                else { continue }
                found[entry.id] = entry
            }
        }
        condition = .hearing
        let sorted = found.values.sorted { ($0.delivered, $0.path) < ($1.delivered, $1.path) }
        if sorted.count > Self.mostWaiting { listed = nil }
        waiting = sorted.prefix(Self.mostWaiting).reversed()
    }

    /// The time of file systems, which is compared with theirs alone.
    private static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    // MARK: Reading

    /// The next mails; nil if those have gone by now.
    private func packet() -> Packet? {
        var (bytes, elements, ids): ([UInt8], [Range<Int>], [UInt64]) = ([], [], [])
        while ids.count < Self.packetMails, bytes.count < Self.packetBytes, let entry = waiting.popLast() {
            guard let mail = read(entry) else { continue }
            elements.append(bytes.count..<bytes.count + mail.count)
            bytes += mail
            ids.append(entry.id)
        }
        guard let first = ids.first, let mark = ledger?.add(ids) else { return nil }
        // Mails without id and time are told apart by where they stand.
        var digest = StableHash()
        withUnsafeBytes(of: first) { digest.update($0) }
        let block = LineBlock(
            bytes: bytes.withUnsafeBytes { ByteBlock(copying: $0) },
            offset: 0,
            elements: elements,
            digest: digest,
            options: options,
            stream: stream,
            label: URL(fileURLWithPath: path).lastPathComponent
        )
        return Packet(.lines(block), mark: mark)
    }

    /// Returns as much of a mail as is ever read; nil if it is not there any more, or may not be read.
    private func read(_ entry: MaildirEntry) -> [UInt8]? {
        guard let sight = FileSight(unfollowed: entry.path), sight.isRegular else { return nil }
        do {
            let file = try FileStream(path: entry.path)
            var bytes = [UInt8](repeating: 0, count: min(Int(sight.size), MailReader.messageLimit))
            var filled = 0
            while filled < bytes.count {
                let count = try bytes.withUnsafeMutableBytes { buffer in
                    try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                }
                if count == 0 { break }
                filled += count
            }
            return Array(bytes[..<filled])
        } catch {
            if unreadable.insert(entry.id).inserted {
                context.log.warning("a mail cannot be read", metadata: ["feed": "\(path)", "reason": "\(error)"])
            }
            // It may be readable the next time.
            listed = nil
            return nil
        }
    }
}
