package import Signals
package import Store

/// How long what was heard is kept, and in how much room.
///
/// One round is many short transactions: it can run beside the hearing.
package struct Retention: Sendable {
    package typealias Result = RetentionResult

    private let store: Store
    /// Since it was heard, in milliseconds; nil for any number of them.
    private let age: Int64?
    /// Bytes of the store's file that hold something; nil for any number of them.
    private let bytes: Int64?

    /// Sets limits; nil is none.
    ///
    /// `age`: since it was heard. `bytes`: of the store's file that hold something.
    package init(store: Store, age: Duration?, bytes: Int64?) {
        self.store = store
        self.age = age.map { Int64($0 / .milliseconds(1)) }
        self.bytes = bytes
    }

    /// Removes what is too old or too much by now.
    package func round(now: Timestamp) async throws -> Result {
        try await store.retain(age: age, bytes: bytes, now: now)
    }

    /// What a round would remove; nothing is touched.
    ///
    /// By size that is an estimate.
    package func preview(now: Timestamp) async throws -> Result {
        try await store.retainable(age: age, bytes: bytes, now: now)
    }
}
