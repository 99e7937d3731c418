import Feeds
import Signals
import Store

/// Looks through the unmatched signals that the store still holds for topics that were not tracked when they were heard,
/// so that a topic counts backwards.
///
/// That it has to be done is in the store from the moment a topic is tracked until it is done: one that was cut off is
/// done by who prepares the store next.
struct UnmatchedRescan: Sendable {
    let store: Store
    let rules: JudgingRules
    let generation: Int
    /// The block kept last before the topics were tracked: what came later was judged with them.
    let end: Int64

    /// Makes the store ready for rules.
    ///
    /// - Returns: the rules, which know whom names of authors mean by now; their number; and what has to be looked through
    ///   because a topic is new, nil if nothing has.
    static func prepare(
        _ store: Store,
        _ rules: JudgingRules
    ) async throws -> (rules: JudgingRules, generation: Int, rescan: UnmatchedRescan?) {
        let made = try await store.prepare(for: rules)
        var settled = rules
        settled.settle(made.authors)
        var rules = settled
        // What only answers a kept signal stays where it is.
        rules.kept = nil
        let rescan = made.recall.map { [rules] in
            UnmatchedRescan(store: store, rules: rules, generation: made.generation, end: $0)
        }
        return (settled, made.generation, rescan)
    }

    /// Keeps the signals that match now; the store was prepared with the topics of the rules.
    ///
    /// - Returns: how many were kept.
    func run() async throws -> Int {
        var kept = 0
        var last: Int64 = 0
        let builder = BatchBuilder(rules: rules, generation: generation) { .now }
        while let block = try await store.unmatchedBlock(after: last), block.id <= end {
            last = block.id
            try await builder.batches(of: block.lines, name: "unmatched signals", news: .recalled) { batch in
                var batch = batch
                // They are in the ring already, and were counted when they were heard.
                batch.unmatched = UnmatchedLines()
                kept += try await store.keep(batch).kept
            }
        }
        try await store.finishRecall(through: end)
        return kept
    }
}
