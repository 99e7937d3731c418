/// A request that got no answer to use.
///
/// The description says what happened, where, and what to do next. It holds no credentials, no path, no query and no text
/// of the server's, so that it can be logged.
package struct WebError: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        // The address
        case badAddress
        case nameNotFound
        case privateAddress
        // The connection
        case refused
        case unreachable
        case connectTimeout(after: Duration)
        case socketMissing
        case socketForbidden
        case closed
        case brokenOff
        case failed
        // Encryption
        case notTLS
        case notHTTP
        case certificate(CertificateFault)
        case handshakeFailed
        case authoritiesUnreadable
        // Limits
        case noAnswer(after: Duration)
        case unfinished(after: Duration)
        case silent(for: Duration)
        case bodyTooLarge(limit: Int)
        case expandsTooFar
        case brokenCompression
        case tooManyRedirects(Int)
        case badRedirect
        // Proxies
        case proxyUnusable(variable: String)
        case proxyRefusesCredentials
        case proxyRefusesTunnel
        // The request
        case badRequest
        case shutDown
    }

    package let cause: Cause
    package let place: Place

    /// The origin that an error tells of.
    package enum Place: Hashable, Sendable {
        case origin(WebOrigin)
        case nowhere
    }

    package init(_ cause: Cause, at origin: WebOrigin?) {
        self.cause = cause
        place = origin.map { .origin($0) } ?? .nowhere
    }

    /// True if no connection came about, so that nothing was sent.
    var isBeforeSending: Bool {
        switch cause {
        case .refused, .unreachable, .connectTimeout: true
        default: false
        }
    }
}
