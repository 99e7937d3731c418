import Synchronization

/// The learned relevance in force, shared by all that judge.
///
/// Another version takes its place while they judge; each reads it once a post, without waiting for a fold.
package final class LearnedModel: Sendable {
    /// The relevance learned from a log of decisions up to a place in it.
    package struct Version: Sendable {
        package let relevance: LearnedRelevance
        /// The place in the log of the last decision that counts.
        package let place: Int64

        package init(relevance: LearnedRelevance, place: Int64) {
            self.relevance = relevance
            self.place = place
        }
    }

    private let version: Mutex<Version?>
    private let count = Atomic<Int>(0)

    package init(_ version: Version? = nil) {
        self.version = Mutex(version)
    }

    /// The version in force; nil before anything was learned.
    package var current: Version? { version.withLock { $0 } }

    /// The number of versions that were replaced: another number means another version.
    var replaced: Int { count.load(ordering: .acquiring) }

    package func replace(with new: Version) {
        version.withLock { $0 = new }
        count.add(1, ordering: .releasing)
    }
}
