import Feeds
package import Signals
package import Store

/// Everything that the store still has of what was heard: the signals kept, then those that matched no topic.
package struct HeardSignals: Sendable {
    private let store: Store
    private let selection: Store.Selection

    /// `selection`: its span of time counts for both, its topic for the signals kept.
    package init(store: Store, selection: Store.Selection = .init()) {
        self.store = store
        self.selection = selection
    }

    /// Calls `body` with each in turn; some thousands are in memory at a time.
    package func visit(_ body: (_ signal: Signal) -> Void) async throws {
        try await kept(body)
        guard selection.topic == nil else { return }
        try await unmatched(body)
    }

    private func kept(_ body: (Signal) -> Void) async throws {
        var last: Int64 = 0
        while true {
            let page = try await store.signals(selection, after: last, limit: 2000)
            for entry in page { body(entry.signal) }
            guard let end = page.last else { return }
            last = end.sequence
        }
    }

    private func unmatched(_ body: (Signal) -> Void) async throws {
        let lens = try Lens(topics: [], keepsAll: true)
        var last: Int64 = 0
        while let block = try await store.unmatchedBlock(after: last) {
            last = block.id
            let ear = Ear(.memory(bytes: block.lines, name: "unmatched signals"), lens: lens, configuration: .init()) {
                .now
            }
            _ = try await ear.start { _, _ in [] }
            while let batch = try await ear.next() {
                for judged in batch.signals where covers(judged.signal.time) { body(judged.signal) }
            }
        }
    }

    private func covers(_ time: Timestamp) -> Bool {
        (selection.from.map { $0 <= time } ?? true) && (selection.to.map { time < $0 } ?? true)
    }
}
