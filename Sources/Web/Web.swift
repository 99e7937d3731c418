import AsyncHTTPClient

/// The one HTTP client of the program: made once, handed around, shut down at the end.
///
/// Every request has limits that hold whatever the server does: see `WebLimits`. Cancelling the task ends it at once.
/// It keeps no cookies and repeats nothing by itself; whoever asks does.
package final class Web: Sendable {
    let configuration: WebConfiguration
    let direct: HTTPClient
    /// Asks a proxy for plain HTTP.
    let forwarding: HTTPClient
    /// Reaches `https` through a tunnel that the proxy opens; nil without one.
    let tunnelling: HTTPClient?

    package init(_ configuration: WebConfiguration) {
        self.configuration = configuration
        direct = HTTPClient(configuration: configuration.client)
        var forwarding = configuration.client
        forwarding.http1_1ConnectionDebugInitializer = AbsoluteFormHandler.add
        self.forwarding = HTTPClient(configuration: forwarding)
        tunnelling = configuration.proxies.tunnel.map { proxy in
            var tunnelling = configuration.client
            tunnelling.proxy = .server(
                host: proxy.origin.host,
                port: proxy.origin.port,
                authorization: proxy.credentials.map { .basic(credentials: $0) }
            )
            return HTTPClient(configuration: tunnelling)
        }
    }

    /// Runs `body` with a client that is shut down behind it.
    package static func using<Result>(
        _ configuration: WebConfiguration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Web) async throws -> Result
    ) async rethrows -> Result {
        let web = Web(configuration)
        do {
            let result = try await body(web)
            await web.shutdown()
            return result
        } catch {
            await web.shutdown()
            throw error
        }
    }

    /// Ends requests that are under way and closes all connections; further requests fail.
    package func shutdown() async {
        for client in [direct, forwarding, tunnelling].compactMap(\.self) {
            // It fails only if it was shut down before.
            try? await client.shutdown()
        }
    }
}
