package import Foundation

/// A request that got no answer.
package struct NoAnswer: Error, Hashable, CustomStringConvertible {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

/// An answer, as much of it as sinks look at.
package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    package let body: String
    /// `Retry-After` in seconds; nil if there is none, it cannot be read, or its date has passed.
    package let retryAfter: Double?

    package init(status: Int, body: String, retryAfter: Double? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// Sends bodies by POST.
package protocol HTTPWriter: Sendable {
    /// - Throws: `NoAnswer`, and `CancellationError`.
    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer
}
