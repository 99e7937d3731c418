package import Foundation

/// A request that got no answer.
package struct NoAnswer: Error, Hashable, CustomStringConvertible {
    package let reason: String
    /// True if none will come before a person does something about it: a certificate that has expired, for instance.
    package let needsPerson: Bool

    package init(reason: String, needsPerson: Bool = false) {
        self.reason = reason
        self.needsPerson = needsPerson
    }

    package var description: String { reason }
}

/// An answer, as much of it as sinks look at.
package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    package let body: String
    /// The wait of `Retry-After`; nil if there is none, it cannot be read, or its date has passed.
    package let retryAfter: Duration?

    package init(status: Int, body: String, retryAfter: Duration? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// Sends bodies by POST.
package protocol HTTPWriter: Sendable {
    /// - Throws: `NoAnswer`, and `CancellationError`.
    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer

    /// Asks for the head of an address, which changes nothing there.
    ///
    /// - Throws: `NoAnswer`, and `CancellationError`.
    func head(_ url: URL) async throws -> HTTPAnswer
}

extension HTTPWriter {
    /// Sends a body for somebody, whose secrets are struck out of the answer.
    func post(
        _ body: [UInt8],
        to url: URL,
        headers: [String: String],
        credentials: Credentials
    ) async throws -> HTTPAnswer {
        var headers = headers
        headers["Authorization"] = credentials.header
        return credentials.struck(from: try await post(body, to: url, headers: headers))
    }
}
