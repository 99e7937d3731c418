import Language
import Pipeline
import Signals
import Store
import Synchronization
import TestSupport
import Testing

/// The ring of lines that matched nothing, which is read back when topics change.
struct UnmatchedRingTests {
    @Test func `a signal comes out of the ring as it went in, with all that it states`() async throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("earshot.db"), purpose: "a test")
        _ = try await store.prepare(topics: [], revision: 0) { _ in nil }
        let signals = [
            Signal(
                id: SignalID(source: "github", id: "1"),
                kind: .issue,
                author: "ada",
                authorID: "583231",
                time: Timestamp(seconds: 1_504_012_107),
                title: "Crash \"at\" start",
                text: "It\ncrashes",
                language: "en",
                url: "https://a.example/1",
                links: ["https://a.example/log", "https://é.example/"],
                venue: "owner/name",
                parent: "0",
                quoted: "2",
                thread: "owner/name#1",
                reach: 12,
                facts: Facts(state: "open", severity: "high", number: 1),
                editedAt: Timestamp(seconds: 1_504_012_167),
                engagement: Engagement(likes: 1, reposts: 2, replies: 3),
                raw: Array(#"{"own":1}"#.utf8)
            ),
            Signal(id: SignalID(source: "file", id: "star"), kind: .star, time: Timestamp(seconds: 7), text: ""),
        ]
        var writer = JSONWriter()
        for signal in signals { writer.appendLine(of: signal) }
        var batch = Batch(heardAt: Timestamp(seconds: 1_504_012_200))
        (batch.unmatched.lines, batch.unmatched.count) = (writer.bytes, signals.count)
        batch.unmatched.newest = signals[0].time
        _ = try await store.keep(batch)
        let back = Mutex<[Signal]>([])
        try await HeardSignals(store: store, rules: try JudgingRules(topics: [], keepsAll: true)).visit { signal, _ in
            back.withLock { $0.append(signal) }
        }
        #expect(back.withLock { $0 } == signals)
    }
}
