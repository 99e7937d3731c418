import Feeds
import Language
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
    /// The block kept last before the topics were tracked: what came later was judged with them.
    let end: Int64

    /// Makes the store ready for rules.
    ///
    /// - Returns: what has to be looked through because a topic is new; nil where nothing has.
    static func prepare(_ store: Store, _ rules: JudgingRules) async throws -> UnmatchedRescan? {
        let end = try await store.prepare(topics: rules.matcher.topics, revision: rules.model.revision) {
            TextAnalyzer.sketch(of: $0)
        }
        var rules = rules
        // What only answers a kept signal stays where it is.
        rules.kept = nil
        return end.map { [rules] in UnmatchedRescan(store: store, rules: rules, end: $0) }
    }

    /// Keeps the signals that match now; the store was prepared with the topics of the rules.
    ///
    /// - Returns: how many were kept.
    func run() async throws -> Int {
        var kept = 0
        var last: Int64 = 0
        while let block = try await store.unmatchedBlock(after: last), block.id <= end {
            last = block.id
            let ear = Ear(.memory(bytes: block.lines, name: "unmatched signals"), rules: rules, configuration: .init())
            {
                .now
            }
            _ = try await ear.start { _, _ in [] }
            while var batch = try await ear.next() {
                // They are in the ring already, and were counted when they were heard.
                batch.unmatched = UnmatchedLines()
                for index in batch.signals.indices { batch.signals[index].news = .recalled }
                batch.cursor = nil
                kept += try await store.keep(batch).kept
            }
        }
        try await store.finishRecall(through: end)
        return kept
    }
}
