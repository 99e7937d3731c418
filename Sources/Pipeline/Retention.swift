package import Signals
package import Store

/// How long what was heard is kept, and in how much room.
///
/// One round is many short transactions: it can run beside the hearing.
package struct Retention: Sendable {
    package typealias Result = RetentionResult

    private let store: Store
    /// Milliseconds since it was heard; nil for any number of them.
    private let age: Int64?
    /// Bytes of the store's file that hold something; nil for any number of them.
    private let bytes: Int64?

    package init(store: Store, age: Int64?, bytes: Int64?) {
        self.store = store
        self.age = age
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

extension Retention {
    /// Reads `90d`, `12h`, `30m` or `2w` as milliseconds; nil for anything else.
    package static func age(_ text: String) -> Int64? {
        amount(text, units: ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000])
    }

    /// Reads `500MB`, `2GB` or `1TB` as bytes, a thousand of each the next; nil for anything else.
    package static func bytes(_ text: String) -> Int64? {
        amount(text, units: ["KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000])
    }

    private static func amount(_ text: String, units: [String: Int64]) -> Int64? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let number = Int64(digits), number > 0, let unit = units[String(text.dropFirst(digits.count))] else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : product
    }
}
