import Feeds
package import Signals
package import Store

/// Everything that the store still has of what was heard: the signals kept, then those that matched no topic.
package struct HeardSignals: Sendable {
    private let store: Store
    private let selection: Store.Selection
    private let rules: JudgingRules

    /// `selection`: a span of time; `rules`: with what the unmatched are judged.
    package init(store: Store, selection: Store.Selection = .init(), rules: JudgingRules) {
        self.store = store
        self.selection = selection
        var rules = rules
        (rules.kept, rules.learned) = (nil, nil)
        self.rules = rules
    }

    /// Calls `body` with each in turn, once, and its judgement; some thousands are in memory at a time.
    ///
    /// A stream that was heard again has its unmatched signals twice, and what was recalled is kept as well.
    package func visit(_ body: (_ signal: Signal, _ judgement: Judgement) -> Void) async throws {
        try await visitKept(body)
        try await visitUnmatched(body)
    }

    private func visitKept(_ body: (Signal, Judgement) -> Void) async throws {
        var last: Int64 = 0
        while true {
            let page = try await store.signals(selection, after: last, limit: 2000)
            for kept in page { body(kept.signal, kept.judgement) }
            guard let end = page.last else { return }
            last = end.sequence
        }
    }

    private func visitUnmatched(_ body: (Signal, Judgement) -> Void) async throws {
        // As many as the ring has room for.
        var seen: Set<Int64> = []
        var last: Int64 = 0
        let builder = BatchBuilder(rules: rules) { .now }
        while let block = try await store.unmatchedBlock(after: last) {
            last = block.id
            try await builder.batches(of: block.lines, name: "unmatched signals") { batch in
                let kept = try await store.kept(among: batch.signals.map(\.signal.id.key))
                for judged in batch.signals where selection.holds(judged.signal.time) {
                    let key = judged.signal.id.key
                    guard !kept.contains(key), seen.insert(key).inserted else { continue }
                    body(judged.signal, judged.judgement)
                }
            }
        }
    }
}
