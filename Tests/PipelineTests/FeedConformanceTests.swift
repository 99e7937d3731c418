import Feeds
import Foundation
import Logging
import Pipeline
import Signals
import TestSupport
import Testing

/// The rules that every kind of feed keeps to.
@Suite(.timeLimit(.minutes(2)))
struct FeedConformanceTests {
    private static let ids = 1...200

    private func context(_ clock: any Clock<Duration> = ContinuousClock()) -> FeedContext {
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return FeedContext(places: NoPlaces(), clock: clock, now: { .now }, log: log)
    }

    @Test(arguments: FeedConformance.all)
    func `Ended at any moment, the next run goes on, and nothing is lost or kept twice`(
        kind: FeedConformance
    ) async throws {
        let bench = try await FeedBench()
        try kind.write(bench.folder, Self.ids)
        var limits = BatchLimits()
        limits.lines = 7
        var duplicates = 0
        for lines in [0, 1, 30, Self.ids.count] {
            let entry = FeedEntry(kind.make(bench.folder), name: kind.name, number: kind.number)
            let live = LiveHearing(bench, [entry], limits: limits)
            try await live.run {
                try await Eventually.comes("\(lines) posts") { try await bench.ids().count >= lines }
            }
            duplicates += live.hearing.counts.duplicates
        }
        #expect(try await bench.ids().sorted() == Array(Self.ids))
        #expect(duplicates == 0)
    }

    @Test(arguments: FeedConformance.all)
    func `While nobody takes anything it waits, and goes on where it was`(kind: FeedConformance) async throws {
        let folder = try TemporaryFolder()
        try kind.write(folder, Self.ids)
        let outlet = HeldOutlet(room: 0)
        let (feed, context) = (kind.make(folder), context())
        let running = Task { try await feed.run(context, into: outlet) }
        try await Eventually.comes("it waits") { outlet.isWaitedFor }
        #expect(outlet.packets.isEmpty)
        outlet.open()
        try await Eventually.comes("all posts") { Self.count(outlet.packets) == Self.ids.count }
        running.cancel()
        try await running.value
    }

    @Test(arguments: FeedConformance.all)
    func `Cancelled while it waits, it ends in time and takes nothing more in`(kind: FeedConformance) async throws {
        let folder = try TemporaryFolder()
        try kind.write(folder, Self.ids)
        let outlet = HeldOutlet(room: 0)
        let (feed, context) = (kind.make(folder), context())
        let running = Task { try await feed.run(context, into: outlet) }
        try await Eventually.comes("it waits") { outlet.isWaitedFor }
        let start = ContinuousClock.now
        running.cancel()
        try await running.value
        #expect(start.duration(to: .now) < .seconds(5))
        #expect(outlet.packets.isEmpty)
    }

    @Test(arguments: FeedConformance.all)
    func `One that cannot be heard says why and what to do`(kind: FeedConformance) async throws {
        let folder = try TemporaryFolder()
        let (feed, sentence) = try kind.broken(folder)
        let outlet = HeldOutlet(room: 0)
        let context = context()
        let running = Task { () -> String? in
            do throws(FeedFault) {
                try await feed.run(context, into: outlet)
                return nil
            } catch {
                return error.description
            }
        }
        let waiting = Condition.waiting(Cause(.missing, sentence))
        try await Eventually.comes("a fault") { outlet.notes.contains(waiting) || !kind.looksOn }
        if kind.looksOn { running.cancel() }
        let said = await running.value
        #expect(kind.looksOn ? outlet.notes.contains(waiting) : said == sentence)
    }

    private static func count(_ packets: [Packet]) -> Int {
        packets.reduce(0) { sum, packet in
            switch packet.content {
            case .lines(let block):
                sum + (block.elements?.count ?? block.bytes.withBytes { $0.count { $0 == UInt8(ascii: "\n") } })
            case .posts(let posts): sum + posts.count
            case .changes, .dead, .nothing: sum
            }
        }
    }
}
