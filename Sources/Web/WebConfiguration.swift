import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOSSL

/// Settings of a client, the same for all its requests.
package struct WebConfiguration: Sendable {
    /// Time for a connection to be made, encryption included.
    package var connectTime: Duration = .seconds(10)
    /// Bytes that a compressed byte may become.
    ///
    /// Text reaches some tens; a bomb is near 1,000, which is the most that zlib can do.
    package var expansion = 200
    /// Connections to one server at a time; further requests wait for one.
    package var connectionsPerServer = 16
    /// The header `User-Agent`.
    package var agent = "earshot"
    package var proxies: ProxySettings
    /// A file with the certificates to trust in place of the system's; nil for those.
    package var authorities: String?
    package var resolver = NameResolver.system
    /// The addresses that only what a person named may lead to.
    package var isPrivate: @Sendable (IPAddress) -> Bool = PrivateAddresses.contains
    package var clock: any Clock<Duration> = ContinuousClock()

    /// Takes the proxies and `SSL_CERT_FILE` from an environment.
    package init(environment: [String: String]) {
        proxies = ProxySettings(environment: environment)
        authorities = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension WebConfiguration {
    /// The same for the library.
    var client: HTTPClient.Configuration {
        var client = HTTPClient.Configuration(
            tlsConfiguration: encryption,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTime)),
            decompression: .enabled(limit: .ratio(expansion))
        )
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerServer
        // Whoever asks tries again, and is told at once that nothing listens.
        client.connectionPool.retryConnectionEstablishment = false
        client.httpVersion = .http1Only
        client.tracing.tracer = nil
        return client
    }

    var encryption: TLSConfiguration {
        var encryption = TLSConfiguration.makeClientConfiguration()
        encryption.minimumTLSVersion = .tlsv12
        if let authorities { encryption.trustRoots = .file(authorities) }
        return encryption
    }
}
