import Foundation
import Logging
import Pipeline
import Relevance
import ServiceLifecycle
import Signals
import Store
import TestSupport
import Testing

/// Figures beside the decisions, and not in their way.
@Suite(.timeLimit(.minutes(2)))
struct RelevanceFigureWriterTests {
    private func store(_ folder: TemporaryFolder, _ name: String = "store.db") throws -> Store {
        try Store.open(folder.path(name), purpose: "a test")
    }

    @Test func `What is due is written, whenever it is looked for, and the same`() async throws {
        let folder = try TemporaryFolder()
        let (often, once) = (try store(folder, "often.db"), try store(folder, "once.db"))
        let log = DecidedPosts.log(430)
        var written: [Int] = []
        for start in stride(from: 0, to: log.count, by: 43) {
            _ = try await often.append(Array(log[start..<min(log.count, start + 43)]))
            written.append(try await RelevanceFigureWriter(store: often).catchUp())
        }
        #expect(written.reduce(0, +) == 8)
        _ = try await once.append(log)
        let figuring = RelevanceFigureWriter(store: once)
        #expect(try await figuring.catchUp() == 8)
        #expect(try await figuring.catchUp() == 0)
        #expect(try await once.figures() == often.figures())
        #expect(try await once.figures().last?.log == 400)
    }

    @Test func `What is undone later changes no figure that was written`() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let log = DecidedPosts.log(200)
        _ = try await store.append(log)
        let figuring = RelevanceFigureWriter(store: store)
        try await figuring.catchUp()
        let before = try await store.figures()
        let undone = log.prefix(120).map {
            Decision(
                signal: $0.signal,
                verdict: .undo,
                by: $0.by,
                at: Timestamp(milliseconds: $0.at.milliseconds + 500)
            )
        }
        _ = try await store.append(undone + DecidedPosts.log(300, seed: 2).dropFirst(200))
        try await figuring.catchUp()
        let after = try await store.figures()
        #expect(after.count == 6 && Array(after.prefix(4)) == before)
    }

    @Test func `A service writes what is due while decisions come in, and ends when it is asked to`() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = RelevanceFigureService(RelevanceFigureWriter(store: store), log: log)
        let group = ServiceGroup(services: [service], logger: log)
        async let running: Void = group.run()
        let decisions = DecidedPosts.log(120)
        _ = try await store.append(Array(decisions.prefix(60)))
        try await Eventually.comes("the first figure") { try await store.figures().count == 1 }
        _ = try await store.append(Array(decisions.dropFirst(60)))
        try await Eventually.comes("the second figure") { try await store.figures().count == 2 }
        await group.triggerGracefulShutdown()
        try await running
    }

    /// Measured: see docs/benchmarks.md.
    @Test func `At ten thousand decisions one more is recorded in some milliseconds, figure or not`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        _ = try await store.append(DecidedPosts.log(10_000))
        let clock = ContinuousClock()
        let first = try await clock.measure { try await RelevanceFigureWriter(store: store).catchUp() }
        #expect(try await store.figures().count == 200)
        let deciding = DecisionRecorder(store: store)
        var waits: [Duration] = []
        for number in 0..<50 {
            var line = DecisionLine(id: "x:n\(number)", decision: number % 2 == 0 ? .accept : .reject, by: "bob")
            line.features = Data(DecidedPosts.features("storm \(number)").encoded).base64EncodedString()
            let decided = line
            waits.append(
                try await clock.measure { _ = try await deciding.decide([decided], now: Timestamp(seconds: 1)) }
            )
        }
        #expect(try await store.figures().count == 200, "no decision has made one")
        let idle = try await clock.measure { _ = try await store.figureState() }
        let due = try await clock.measure { try await RelevanceFigureWriter(store: store).catchUp() }
        let median = waits.sorted()[25]
        print("200 figures of 10,000 decisions: \(first); the next: \(due); looking: \(idle); a decision: \(median)")
        #expect(try await store.figures().count == 201)
        #expect(median < .milliseconds(100), "the disk is synchronised for it")
        #expect(idle < .milliseconds(50))
        #expect(due < .seconds(2))
    }
}
