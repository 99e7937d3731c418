import Feeds
import Pipeline
import Signals
import Synchronization
import TestSupport
import Testing

/// What becomes of feeds that fail, and of those that do not end.
@Suite(.timeLimit(.minutes(1)))
struct FeedRunnerTests {
    @Test func `A feed with a fault that passes is heard again by itself, and is not ready until then`() async throws {
        let bench = try await FeedBench()
        let isUp = Mutex(false)
        let feed = ScriptedFeed { context, outlet throws(FeedFault) in
            guard isUp.withLock({ $0 }) else { throw .passing(Cause(.noAnswer, "nobody answers")) }
            outlet.note(.hearing)
            await send(1, to: outlet)
            try? await context.clock.sleep(for: .seconds(3600))
        }
        let live = LiveHearing(bench, [FeedEntry(feed, name: "toy", number: 1, sharesPlaces: false)])
        try await live.run {
            try await Eventually.comes("a fault") { !live.health.isReady && !live.health.faults.isEmpty }
            #expect(live.health.faults.map { "\($0.part.name): \($0.cause.code.rawValue)" } == ["feed toy: no_answer"])
            #expect(live.hearing.statuses().map(\.state) == [.waiting(Cause(.noAnswer, "nobody answers"))])
            isUp.withLock { $0 = true }
            try await live.heard(1)
            #expect(live.health.isReady)
            #expect(live.health.faults.isEmpty)
        }
        #expect(try await bench.ids() == [1])
        #expect(bench.log.all.filter { $0.hasPrefix("a feed cannot be heard") }.count == 1, "not with every try")
    }

    @Test func `A feed that ignores its end does not hold up the program's`() async throws {
        let bench = try await FeedBench()
        let (begun, gate) = (Latch(), Latch())
        let feed = ScriptedFeed { _, outlet throws(FeedFault) in
            await send(1, to: outlet)
            begun.open()
            // A task of its own is not cancelled.
            await Task { try? await Eventually.comes("the gate", within: .seconds(60)) { gate.isOpen } }.value
        }
        let live = LiveHearing(bench, [FeedEntry(feed, name: "toy", number: 1, sharesPlaces: false)])
        defer { gate.open() }
        try await live.run { try await Eventually.comes("it hears") { begun.isOpen } }
        #expect(bench.log.has("a feed does not end, and is left behind feed=toy"))
        #expect(try await bench.ids() == [1])
    }

    @Test func `A feed that has ended is run again only if it is changed`() async throws {
        let bench = try await FeedBench()
        let runs = Mutex(0)
        func entry(_ settings: Int) -> FeedEntry {
            let feed = ScriptedFeed { _, _ throws(FeedFault) in runs.withLock { $0 += 1 } }
            return FeedEntry(feed, name: "toy", settings: settings)
        }
        try bench.write([1])
        let file = FeedEntry(FileFeed(path: bench.folder.path("posts"), options: LineOptions()), name: "posts")
        let live = LiveHearing(bench, [entry(1), file])
        try await live.run {
            try await Eventually.comes("its end") { live.hearing.statuses().first?.state == .ended }
            live.hearing.adopt([file, entry(1)])
            try await live.heard(1)
            #expect(runs.withLock { $0 } == 1)
            live.hearing.adopt([file, entry(2)])
            try await Eventually.comes("another run") { runs.withLock { $0 } == 2 }
            #expect(live.hearing.statuses().map(\.name) == ["posts", "toy"])
        }
    }
}

/// Does as a test says.
private struct ScriptedFeed: Feed {
    let script: @Sendable (FeedContext, any Outlet) async throws(FeedFault) -> Void

    func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        try await script(context, outlet)
    }
}

private func send(_ id: Int, to outlet: any Outlet) async {
    let post = Signal(
        id: SignalID(source: "toy", id: "\(id)"),
        author: nil,
        time: Timestamp(seconds: 1_500_000_000),
        text: "devops \(id)"
    )
    _ = try? await outlet.send(Packet(.posts([post])))
}
