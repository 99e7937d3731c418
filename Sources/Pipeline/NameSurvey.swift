import Feeds
import Language
import Signals
package import Store
package import Trends

/// Goes through what a store has heard, kept or unmatched, and counts the names in it.
package struct NameSurvey: Sendable {
    private let store: Store
    private let selection: Store.Selection
    private let finder = EntityFinder(model: .embedded)

    package init(_ store: Store, _ selection: Store.Selection) {
        self.store = store
        self.selection = selection
    }

    /// The names that no tracked topic finds, at most `limit`.
    package func names(limit: Int) async throws -> [NameCount] {
        let tracked = try await store.trackedTopics()
        var counts = NameCounts()
        let tokens = TokenBuffer()
        try await addKept(to: &counts, tokens)
        try await addUnmatched(to: &counts, tracked, tokens)
        let lens = try Lens(topics: tracked)
        return counts.top(limit) { Lens.judge($0, with: lens).keywords.isEmpty }
    }

    private func addKept(to counts: inout NameCounts, _ tokens: TokenBuffer) async throws {
        var last: Int64 = 0
        while true {
            let signals = try await store.signals(selection, after: last, limit: 2_000)
            guard let end = signals.last else { return }
            last = end.sequence
            for kept in signals { add(kept.signal, kept.judgement, to: &counts, tokens) }
        }
    }

    private func addUnmatched(to counts: inout NameCounts, _ tracked: [Topic], _ tokens: TokenBuffer) async throws {
        let lens = try Lens(topics: tracked, keepsAll: true)
        var last: Int64 = 0
        while let block = try await store.unmatchedBlock(after: last) {
            last = block.id
            let ear = Ear(.memory(bytes: block.lines, name: "unmatched signals"), lens: lens, configuration: .init()) {
                .now
            }
            _ = try await ear.start { _, _ in [] }
            while let batch = try await ear.next() {
                // What names a topic now is among the signals kept.
                for judged in batch.signals where judged.topics.isEmpty && selection.holds(judged.signal.time) {
                    add(judged.signal, judged.judgement, to: &counts, tokens)
                }
            }
        }
    }

    private func add(
        _ signal: Signal,
        _ judgement: Judgement,
        to counts: inout NameCounts,
        _ tokens: TokenBuffer
    ) {
        let entities = finder.entities(in: signal.text, language: judgement.language, tokens)
        counts.add(entities, author: signal.author, sentiment: judgement.sentiment?.score, id: signal.id)
    }
}

extension Store.Selection {
    fileprivate func holds(_ time: Timestamp) -> Bool {
        if let from, time < from { return false }
        if let to, time >= to { return false }
        return true
    }
}
