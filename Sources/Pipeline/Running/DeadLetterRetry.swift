import Feeds
import Foundation
import Language
import Signals
package import Store

/// Tries dead letters again: lines are read anew, points go back to their sink's outbox.
package struct DeadLetterRetry: Sendable {
    package struct Result: Hashable, Codable, Sendable {
        /// Letters that could be read.
        package var heard = 0
        /// Letters whose signals their sinks will send again.
        package var requeued = 0
        package var remaining = 0
    }

    private let store: Store
    private let rules: JudgingRules

    /// The store was prepared with the rules.
    package init(store: Store, rules: JudgingRules) {
        self.store = store
        self.rules = rules
    }

    package func run() async throws -> Result {
        var result = Result()
        var last: Int64 = 0
        while true {
            let letters = try await store.deadLetters(after: last, limit: 500)
            guard let end = letters.last else { break }
            last = end.id
            for kept in letters {
                switch kept.letter.origin {
                case .sink, .figure, .expired:
                    let isRequeued = try await store.requeue(kept, at: .now)
                    if isRequeued { result.requeued += 1 } else { result.remaining += 1 }
                case .feed:
                    if try await hear(kept) { result.heard += 1 } else { result.remaining += 1 }
                }
            }
        }
        return result
    }

    /// Hears the line of a letter as it would be heard in its stream; false when it still cannot be.
    private func hear(_ kept: KeptDeadLetter) async throws -> Bool {
        guard kept.letter.isWhole else { return false }
        let at = kept.at
        let builder = BatchBuilder(rules: rules) { at }
        var isRead = true
        // An element of an array may be laid out over several lines.
        try await builder.batches(of: kept.letter.payload, name: "dead letter", format: .auto) { batch in
            isRead = isRead && batch.deadLetters.isEmpty
            if isRead { _ = try await store.keep(batch) }
        }
        guard isRead else { return false }
        try await store.removeDeadLetters([kept.id])
        return true
    }
}
