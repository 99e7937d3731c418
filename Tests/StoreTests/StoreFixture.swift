import Foundation
import GRDB
import Language
import Signals
import Store
import Synchronization
import TestSupport
import Testing

/// A store in a folder of its own, and signals to keep in it.
struct StoreFixture {
    static let topics = ["devops", "swift", "linux"].map(Topic.init)

    /// Every fixture's folder, until the tests end: a test may go on with the store alone, and a store whose file is gone
    /// refuses to be written.
    private static let folders = Mutex<[TemporaryFolder]>([])
    private static let cleaning: Void = { _ = atexit { StoreFixture.folders.withLock { $0 = [] } } }()

    let folder: TemporaryFolder
    var path: String { folder.path("store.db") }

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        Self.cleaning
        Self.folders.withLock { $0.append(folder) }
    }

    /// The store, ready to keep signals.
    func open(topics: [Topic] = topics) async throws -> Store {
        let store = try Store.open(path, purpose: "a test")
        try await store.prepare(topics: topics, revision: 7) { TextAnalyzer.sketch(of: $0) }
        return store
    }

    /// Looks into the file with SQL.
    func look<Value: Sendable>(_ read: @Sendable (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read(read)
    }

    /// Changes the file with SQL, as another program might.
    func change(_ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    static func signal(_ id: String, source: String = "x", at seconds: Int64 = 0, text: String = "text") -> Signal {
        Signal(id: SignalID(source: source, id: id), author: "ada", time: Timestamp(seconds: seconds), text: text)
    }

    static func judged(
        _ signal: Signal,
        topics: [Int] = [],
        judgement: Judgement = Judgement(),
        isSketched: Bool = false,
        unmatchedLine: String? = nil
    ) -> JudgedSignal {
        JudgedSignal(
            signal: signal,
            judgement: judgement,
            topics: topics,
            sketch: isSketched ? TextAnalyzer.sketch(of: signal.text) : nil,
            unmatchedLine: unmatchedLine.map { Array("\($0)\n".utf8) }
        )
    }

    static func batch(_ signals: [JudgedSignal] = []) -> Batch {
        var batch = Batch(heardAt: Timestamp(seconds: 1_600_000_000))
        batch.signals = signals
        batch.heard = signals.count
        return batch
    }
}

extension Store {
    /// Keeps signals without more ado.
    @discardableResult
    func keep(_ signals: JudgedSignal...) async throws -> Receipt {
        try await keep(StoreFixture.batch(signals))
    }

    func all() async throws -> [KeptSignal] {
        try await signals(limit: 1_000_000)
    }
}

extension OutboxReader {
    /// A sink as InfluxDB is one.
    static func sink(_ identity: String, start: Start = .beginning, pins: Bool = true) -> OutboxReader {
        OutboxReader(
            identity: identity,
            kind: "influxdb",
            reads: [.removals, .signals, .figures],
            start: start,
            removal: .byInstant,
            pins: pins
        )
    }
}

extension Store {
    static let now = Timestamp(seconds: 1_600_000_100)

    /// Makes sinks known.
    func register(_ sinks: String...) async throws {
        for sink in sinks { try await register(.sink(sink)) }
    }

    /// The next page of a sink.
    func page(
        _ sink: String,
        _ streams: [OutboxStream] = [.removals, .signals, .figures],
        limit: Int = 100,
        now: Timestamp = Store.now
    ) async throws -> OutboxPage {
        try #require(try await page(for: sink, streams, limit: limit, now: now)).page
    }

    /// Returns a sink's position.
    func position(of sink: String) async throws -> OutboxPosition { try await page(sink, limit: 1).start }

    /// Puts a sink, registered where it is not yet, at numbers of its streams.
    func advance(
        _ sink: String,
        to numbers: [OutboxStream: Int64],
        deadLetters: [DeadLetter] = [],
        at now: Timestamp = Store.now
    ) async throws {
        try await register(sink)
        let start = try await position(of: sink)
        var end = start
        for (stream, number) in numbers { end[stream] = number }
        try await advance(sink, from: start, to: end, deadLetters: deadLetters, at: now)
    }

    /// Deals with the first items of a page.
    func deal(_ sink: String, _ page: OutboxPage, _ count: Int = .max) async throws {
        try await advance(sink, from: page.start, to: page.position(after: count), at: Store.now)
    }
}

extension OutboxPage {
    var entries: [OutboxEntry] {
        items.compactMap { if case .signal(let entry) = $0.content { entry } else { nil } }
    }

    var removals: [OutboxRemoval] {
        items.compactMap { if case .removal(let removal) = $0.content { removal } else { nil } }
    }

    var figures: [Int64] {
        items.compactMap { if case .figure(let figure) = $0.content { figure.number } else { nil } }
    }
}
