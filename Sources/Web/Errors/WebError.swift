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
    /// The origin that it tells of; nil if there is none, as of an address that cannot be read.
    package let origin: WebOrigin?

    package init(_ cause: Cause, at origin: WebOrigin?) {
        (self.cause, self.origin) = (cause, origin)
    }

    /// True if it lasts until a person changes an address, a certificate, a proxy or a credential.
    package var needsPerson: Bool {
        switch cause {
        case .badAddress, .privateAddress, .notTLS, .notHTTP, .certificate, .authoritiesUnreadable, .tooManyRedirects,
            .badRedirect, .proxyUnusable, .proxyRefusesCredentials, .proxyRefusesTunnel, .badRequest:
            true
        default: false
        }
    }

    /// True if no connection came about, so that nothing was sent.
    var isBeforeSending: Bool {
        switch cause {
        case .refused, .unreachable, .connectTimeout: true
        default: false
        }
    }
}
