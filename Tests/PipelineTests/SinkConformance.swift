import Foundation
import Pipeline
import Signals
import Sinks
import Store
import Synchronization
import TestSupport
import Testing

/// A kind of sink and the other side of it, as far as the conformance suite needs them.
protocol SinkSubject: Sendable {
    /// Answers of every class that mean "again", "later" or "a person has to", by a name.
    static var faults: [String] { get }
    /// Texts that are in no output.
    static var secrets: [String] { get }

    /// `isLarge`: whether much is told at once; else a little, so that there are many requests.
    init(isLarge: Bool) async throws
    /// A sink that meets some faults first, one a request, and goes on as `hook` says before each request.
    func sink(faults: [String], hook: @escaping @Sendable (Int) async throws -> Void) throws -> any Sink
    /// The ids of the signals that are on the other side, each as often as it is there.
    func told() async throws -> [String]
}

/// The duties of every kind of sink, whatever the other side does.
struct SinkConformance<Subject: SinkSubject> {
    let subject: Subject
    let bench: InfluxBench

    init(posts: Int) async throws {
        subject = try await Subject(isLarge: posts > 1000)
        bench = try InfluxBench()
        // One that starts now is told of what is kept from then on.
        try await bench.store.register(subject.sink(faults: [], hook: { _ in }).reader)
        try await bench.replay(InfluxBench.posts(0..<posts), to: nil)
    }

    private func ids() async throws -> [String] {
        try await bench.store.signals(limit: 1_000_000).map(\.signal.id.qualified)
    }

    private func run(
        faults: [String] = [],
        hook: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> SinkRunner.Ending {
        let sink = try subject.sink(faults: faults, hook: hook)
        let runner = SinkRunner(sink: sink, store: bench.store, drainTimeout: .seconds(30), jitter: { 0.001 })
        let ended = Latch()
        ended.open()
        return try await runner.run(until: ended)
    }

    private func expectAll(_ comment: Comment? = nil) async throws {
        let (told, kept) = try await (subject.told().sorted(), ids().sorted())
        let isSame = told == kept
        #expect(isSame, comment)
    }

    /// Expects all to be there once in the end, whatever is answered.
    func answers() async throws {
        for fault in Subject.faults {
            var ending = try await run(faults: [fault, fault])
            // What a person has to change ends a drain; the next run finds it changed.
            while case .left = ending { ending = try await run() }
            #expect(ending == .drained)
            try await expectAll("\(fault)")
            _ = try await bench.store.sendAgain(
                to: subject.sink(faults: [], hook: { _ in }).reader.identity,
                .init(),
                at: .now
            )
        }
    }

    /// Cut off at any request, all before the cursor is there; started again, all is there once.
    func restarts() async throws {
        let identity = try subject.sink(faults: [], hook: { _ in }).reader.identity
        for cut in 1... {
            let (reached, done) = (Latch(), Latch())
            let task = Task {
                defer { done.open() }
                return try await run { number in
                    guard number == cut else { return }
                    reached.open()
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            try await Eventually.comes("request \(cut) or the end") { reached.isOpen || done.isOpen }
            task.cancel()
            let ending = try? await task.value
            let page = try #require(try await bench.store.page(for: identity, [.signals], limit: 1, now: .now)).page
            let before = try await ids().prefix(Int(page.start[.signals]))
            let missing = Set(before).subtracting(try await subject.told())
            #expect(missing.isEmpty, "cut at request \(cut)")
            if ending == .drained { break }
        }
        #expect(try await run() == .drained)
        try await expectAll()
    }

    /// A backlog of a year is told in the order kept, and the outbox is empty then.
    func backlog() async throws {
        try await backlogIsEmpty()
        try await expectAll()
    }

    /// Expects all to be told in one run, and none to be refused.
    func backlogIsEmpty() async throws {
        #expect(try await run() == .drained)
        #expect(try await bench.store.sinks().map(\.backlog) == [0])
        #expect(try await bench.store.deadLetterCount() == 0)
    }

    /// Expects signals forgotten before, while and after they are told to be gone from the other side in the end.
    func removals() async throws {
        let all = try await ids()
        let (before, during, after) = (all[0], all[1], all[2])
        try await forget(before, bench.store, at: .now)
        let store = bench.store
        let ending = try await run { number in
            if number == 1 { try await forget(during, store, at: .now) }
        }
        #expect(ending == .drained)
        try await forget(after, store, at: .now)
        #expect(try await run() == .drained)
        try await expectAll()
        // Telling everything again brings none of them back.
        let identity = try subject.sink(faults: [], hook: { _ in }).reader.identity
        #expect(try await store.sendAgain(to: identity, .init(), at: .now) == all.count - 3)
        #expect(try await run() == .drained)
        try await expectAll()
    }

    /// No name, reason or letter holds a credential.
    func secrets() async throws {
        var outputs: [String] = []
        for fault in Subject.faults {
            let sink = try subject.sink(faults: Array(repeating: fault, count: 3), hook: { _ in })
            outputs += ["\(sink)", "\(sink.reader)"]
            let runner = SinkRunner(sink: sink, store: bench.store, drainTimeout: .zero, jitter: { 0.001 })
            let ended = Latch()
            ended.open()
            outputs += ["\(runner)", "\(try await runner.run(until: ended))"]
            outputs += try await bench.store.sinks().map { "\($0) \($0.waiting?.expanded ?? "")" }
            outputs += try await bench.store.deadLetters(limit: 1000).map { "\($0.letter.reason)" }
        }
        let said = outputs.joined(separator: "\n")
        for secret in Subject.secrets { #expect(!said.contains(secret)) }
    }
}
