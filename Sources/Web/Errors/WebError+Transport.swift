import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

extension WebError.Cause {
    /// Translates an error of the libraries; none of their words goes any further.
    init(_ error: any Error, isReading: Bool, connectTime: Duration) {
        self =
            switch error {
            case let error as HTTPClientError: Self.cause(error, isReading: isReading, connectTime: connectTime)
            case let error as NIOConnectionError: Self.cause(error, connectTime: connectTime)
            case let error as IOError: Self.cause(error, isReading: isReading)
            case is SocketAddressError: .nameNotFound
            case let error as ChannelError: Self.cause(error, isReading: isReading, connectTime: connectTime)
            case HTTPParserError.invalidEOFState: isReading ? .brokenOff : .closed
            case is HTTPParserError: .notHTTP
            case let error as NIOSSLError: Self.cause(error, isReading: isReading)
            case let error as BoringSSLError: Self.cause(error)
            case is NIOSSLExtraError: .certificate(.otherName)
            case NIOHTTPDecompression.DecompressionError.limit: .expandsTooFar
            case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
                .brokenCompression
            default: .failed
            }
    }

    private static func cause(_ error: HTTPClientError, isReading: Bool, connectTime: Duration) -> Self {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout:
            .connectTimeout(after: connectTime)
        case .remoteConnectionClosed, .uncleanShutdown: isReading ? .brokenOff : .closed
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath: .badAddress
        case .proxyAuthenticationRequired: .proxyRefusesCredentials
        case .invalidProxyResponse: .proxyRefusesTunnel
        case .alreadyShutdown, .cancelled: .shutDown
        default: String(describing: error).contains("invalidHeaderField") ? .badRequest : .failed
        }
    }

    private static func cause(_ error: NIOConnectionError, connectTime: Duration) -> Self {
        let causes = error.connectionErrors.map {
            Self($0.error, isReading: false, connectTime: connectTime)
        }
        // An address that refuses says more than one of the other family that nothing leads to.
        return causes.first { $0 == .refused } ?? causes.first { $0 != .unreachable } ?? causes.first ?? .nameNotFound
    }

    private static func cause(_ error: IOError, isReading: Bool) -> Self {
        switch error.errnoCode {
        case ECONNREFUSED: .refused
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: .unreachable
        case ENOENT: .socketMissing
        case EACCES, EPERM: .socketForbidden
        case ECONNRESET, EPIPE, ENOTCONN: isReading ? .brokenOff : .closed
        default: .failed
        }
    }

    private static func cause(_ error: ChannelError, isReading: Bool, connectTime: Duration) -> Self {
        switch error {
        case .connectTimeout: .connectTimeout(after: connectTime)
        case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed: isReading ? .brokenOff : .closed
        default: .failed
        }
    }

    private static func cause(_ error: NIOSSLError, isReading: Bool) -> Self {
        switch error {
        case .handshakeFailed(let error): cause(error)
        case .unableToValidateCertificate, .noCertificateToValidate: .certificate(.untrusted)
        case .uncleanShutdown: isReading ? .brokenOff : .closed
        case .noSuchFilesystemObject, .failedToLoadCertificate: .authoritiesUnreadable
        default: .handshakeFailed
        }
    }

    private static func cause(_ error: BoringSSLError) -> Self {
        guard case .sslError(let stack) = error else { return .handshakeFailed }
        // BoringSSL gives its reasons as text alone.
        let text = stack.map(\.description).joined()
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return .certificate(.untrusted) }
        if ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST"].contains(where: text.contains) {
            return .notTLS
        }
        return text.contains("EOF during handshake") ? .closed : .handshakeFailed
    }
}
