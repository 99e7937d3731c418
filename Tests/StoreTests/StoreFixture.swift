import Foundation
import GRDB
import Language
import Signals
import Store
import Synchronization
import TestSupport

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
        isSketched: Bool = false
    ) -> JudgedSignal {
        let sketch = isSketched ? TextAnalyzer.sketch(of: signal.text) : nil
        return JudgedSignal(signal: signal, judgement: judgement, topics: topics, sketch: sketch)
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
