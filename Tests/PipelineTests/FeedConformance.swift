import Feeds
import Foundation
import Pipeline
import Signals
import Synchronization
import TestSupport
import Testing

/// A kind of feed as the conformance suite sees it: how it is made, with posts of known ids behind it.
struct FeedConformance: Sendable, CustomTestStringConvertible {
    let name: String
    /// The number its places bear.
    var number: Int64 = 0
    /// True if one that cannot be heard goes on looking, and says so while it runs.
    var looksOn = false
    /// Puts posts where the feed finds them.
    let write: @Sendable (TemporaryFolder, ClosedRange<Int>) throws -> Void
    let make: @Sendable (TemporaryFolder) -> any Feed
    /// A feed that cannot be heard, and the sentence that says why and what to do.
    let broken: @Sendable (TemporaryFolder) throws -> (feed: any Feed, sentence: String)

    var testDescription: String { name }

    static let all = [file, folder, recorded, mbox, maildir, toy]

    private static func lines(_ ids: ClosedRange<Int>) -> String { ids.map { ReplayFixture.post($0) + "\n" }.joined() }

    private static let file = FeedConformance(
        name: "file",
        write: { _ = try $0.write("posts", lines($1)) },
        make: { FileFeed(path: $0.path("posts"), options: LineOptions()) },
        broken: { folder in
            let path = folder.url.path
            return (FileFeed(path: path, options: LineOptions()), StreamError.notAFile(path: path).description)
        }
    )

    private static let folder = FeedConformance(
        name: "folder",
        looksOn: true,
        write: { folder, ids in
            let path = folder.path("in")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let middle = (ids.lowerBound + ids.upperBound) / 2
            _ = try folder.write("in/a", lines(ids.lowerBound...middle))
            _ = try folder.write("in/b", lines(middle + 1...ids.upperBound))
        },
        make: { FolderFeed(path: $0.path("in"), options: LineOptions()) },
        broken: { folder in
            let path = folder.path("none")
            let sentence = "the folder \(path) is not there, or cannot be read"
            return (FolderFeed(path: path, options: LineOptions()), sentence)
        }
    )

    private static let recorded = FeedConformance(
        name: "recorded",
        write: { _ = try $0.write("posts", lines($1)) },
        make: { RecordedFeed(.file(path: $0.path("posts")), options: LineOptions(), blockLines: 7) },
        broken: { _ in
            let feed = RecordedFeed(StreamSource(path: "/dev/zero"), options: LineOptions())
            return (feed, StreamError.endless(name: "/dev/zero").description)
        }
    )

    private static let mbox = FeedConformance(
        name: "mbox",
        write: { _ = try $0.write("box", $1.map { MailFixture.mbox($0) }.joined()) },
        make: { MailFeed(path: $0.path("box")) },
        broken: { (MailFeed(path: $0.url.path), noMaildir($0)) }
    )

    private static let maildir = FeedConformance(
        name: "maildir",
        write: { folder, ids in
            try MailFixture.makeMaildir("in", in: folder)
            for id in ids { try MailFixture.deliver(id, to: "in", in: folder) }
        },
        make: { MailFeed(path: $0.path("in")) },
        broken: { (MailFeed(path: $0.url.path), noMaildir($0)) }
    )

    private static func noMaildir(_ folder: TemporaryFolder) -> String {
        "\(folder.url.path) is a folder without new and cur in it, and so no Maildir. Of a folder with mbox files or single "
            + "mails write folder: PATH with format: mail."
    }

    /// Decodes its posts itself, and has one place.
    private static let toy = FeedConformance(
        name: "toy",
        number: 1,
        write: { _ = try $0.write("count", "\($1.upperBound)") },
        make: { ToyFeed(folder: $0, isBroken: false) },
        broken: { (ToyFeed(folder: $0, isBroken: true), "the toy is broken. Mend it.") }
    )
}

/// Counts to a number that is in a file, a post each.
private struct ToyFeed: Feed {
    let folder: TemporaryFolder
    let isBroken: Bool

    func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        guard !isBroken else { throw .needsPerson(Cause(.failed, "the toy is broken"), remedy: "Mend it.") }
        let places = (try? await context.places.places(of: "count")) ?? []
        var next = places.first.flatMap { $0.bytes.first.map(Int.init) }.map { $0 + 1 } ?? 1
        let end = (try? String(contentsOfFile: folder.path("count"), encoding: .utf8)).flatMap { Int($0) } ?? 0
        while next <= end, !Task.isCancelled {
            let id = SignalID(source: "toy", id: "\(next)")
            let post = Signal(id: id, author: nil, time: Timestamp(seconds: 1_500_000_000), text: "devops \(next)")
            let mark = Mark(Place(version: 1, bytes: [UInt8(next)]), stream: "count")
            do { try await outlet.send(Packet(.posts([post]), mark: mark)) } catch { return }
            next += 1
        }
    }
}

/// Takes so many packets and no more until it is opened.
final class HeldOutlet: Outlet {
    private let state: Mutex<(packets: [Packet], room: Int, waiting: Int, notes: [Condition])>

    init(room: Int) {
        state = Mutex(([], room, 0, []))
    }

    var packets: [Packet] { state.withLock { $0.packets } }
    var notes: [Condition] { state.withLock { $0.notes } }
    var isWaitedFor: Bool { state.withLock { $0.waiting > 0 } }

    func open() { state.withLock { $0.room = .max } }

    func send(_ packet: consuming Packet) async throws(CancellationError) -> Ticket {
        let packet = packet
        while true {
            let isTaken = state.withLock { state in
                guard state.packets.count < state.room else {
                    state.waiting = 1
                    return false
                }
                state.waiting = 0
                state.packets.append(packet)
                return true
            }
            if isTaken { return Ticket() }
            do { try await Task.sleep(for: .milliseconds(1)) } catch { throw CancellationError() }
        }
    }

    func offer(_ packet: consuming Packet) -> Ticket? { nil }

    func note(_ condition: Condition) { state.withLock { $0.notes.append(condition) } }
}
