import Assembly
import Feeds
import Logging
import Pipeline
import Settings
import Signals
import Sinks
import Store
import Synchronization
import TestSupport
import Testing

/// The whole program, driven by a feed and a sink that only a row each makes known to it.
@Suite struct ToyProgramTests {
    @Test func `what a toy feed hears a toy sink is told, once`() async throws {
        let folder = try TemporaryFolder()
        let kinds = Kinds(feeds: ToyKinds.feeds, sinks: ToyKinds.sinks)
        let context = SinkContext(volatile: .keep, http: WebWriter(SharedWeb.web), environment: [:])
        let bell = "http://127.0.0.1:9/\(folder.path("bell"))"
        for _ in 0..<2 {
            let options = LiveOptions(
                version: "test",
                feeds: [try kinds.feed(Entry(kind: "tide", place: "helgoland"))],
                sinks: [try kinds.sink(Entry(kind: "bell", place: bell), context)],
                listen: nil,
                drainTimeout: .seconds(10),
                retention: RetentionSetting(),
                queueAge: .seconds(60),
                watchedFiles: []
            )
            let store = try Store.open(folder.path("store.db"), purpose: "a test")
            let rules = try JudgingRules(topics: [Topic(name: "high water")])
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let program = LiveProgram(options: options, store: store, rules: rules, log: log) {
                LiveSettings(rules: rules, feeds: options.feeds, sinks: options.sinks)
            }
            try await program.run()
            try store.close()
        }
        let rung = BellSink.rung.withLock { $0.filter { $0.hasPrefix(bell) } }
        #expect(rung == ["\(bell) tide:helgoland"])
        let kept = try await Store.read(folder.path("store.db")).signals(limit: 10)
        #expect(kept.map(\.topics) == [["high water"]])
        #expect(kept.map(\.news) == [.live])
        #expect(try await Store.read(folder.path("store.db")).sinks().map(\.kind) == ["bell"])
    }
}
