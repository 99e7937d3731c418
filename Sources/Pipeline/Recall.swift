import Feeds
import Store

/// Looks through the unmatched signals that the store still holds for topics that were not tracked when they were heard,
/// so that a topic counts backwards.
struct Recall: Sendable {
    let store: Store
    let lens: Lens
    /// The block kept last before the run: what came later was judged with this run's topics.
    let end: Int64

    /// Keeps the signals that match now; the store was prepared with the lens's topics.
    ///
    /// - Returns: how many were kept.
    func run() async throws -> Int {
        var kept = 0
        var last: Int64 = 0
        while let block = try await store.unmatchedBlock(after: last), block.id <= end {
            last = block.id
            let ear = Ear(.memory(bytes: block.lines, name: "unmatched signals"), lens: lens, configuration: .init()) {
                .now
            }
            _ = try await ear.start { _, _ in [] }
            while var batch = try await ear.next() {
                // They are in the ring already, and were counted when they were heard.
                batch.unmatched = UnmatchedLines()
                batch.cursor = nil
                kept += try await store.keep(batch).kept
            }
        }
        return kept
    }
}
