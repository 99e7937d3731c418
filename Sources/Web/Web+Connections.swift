import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension Web {
    /// Addresses of a name that are tried, one after the other.
    private static let attempts = 3

    /// Sends a request on the way that its origin and the environment call for; returns at the head of the answer.
    func open(_ request: WebRequest, _ progress: RequestProgress) async throws -> WebConnection {
        guard let origin = WebOrigin(request.url) else { throw WebError(.badAddress, at: nil) }
        let isNamed = request.named.contains(origin)
        switch configuration.proxies.route(to: origin) {
        case .unusable(let variable): throw WebError(.proxyUnusable(variable: variable), at: origin)
        case .through(let proxy):
            // The proxy looks the name up itself: what this machine knows of it is all that can be judged.
            if !isNamed { _ = try await publicAddresses(of: origin) }
            progress.begins(at: origin, through: proxy.origin)
            return WebConnection(response: try await send(request, to: origin, through: proxy, progress))
        case .direct where isNamed:
            progress.begins(at: origin)
            return WebConnection(response: try await send(message(request, to: origin), by: direct, progress))
        case .direct: return try await openPinned(request, origin, progress)
        }
    }

    /// Connects to the very addresses that were judged, so that a name cannot point elsewhere a moment later; the server
    /// still sees the name, in `Host` and for its certificate.
    private func openPinned(
        _ request: WebRequest,
        _ origin: WebOrigin,
        _ progress: RequestProgress
    ) async throws -> WebConnection {
        let addresses = try await publicAddresses(of: origin)
        guard !addresses.isEmpty else { throw WebError(.nameNotFound, at: origin) }
        for (index, address) in addresses.prefix(Self.attempts).enumerated() {
            var pinned = configuration.client
            pinned.dnsOverride = [request.url.host ?? origin.host: address.description]
            progress.begins(at: origin, address: address.description)
            let connection = HTTPClient(configuration: pinned)
            do {
                let response = try await send(message(request, to: origin), by: connection, progress)
                return WebConnection(response: response, client: connection)
            } catch {
                try? await connection.shutdown()
                let isLast = index + 1 == min(addresses.count, Self.attempts)
                guard !isLast, let error = error as? WebError, error.isBeforeSending else { throw error }
            }
        }
        throw WebError(.unreachable, at: origin)
    }

    /// Returns the addresses of an origin that was not named.
    ///
    /// - Throws: `WebError` if one of them is private: a name that mixes both is up to no good.
    private func publicAddresses(of origin: WebOrigin) async throws -> [IPAddress] {
        guard !origin.isSocket else { throw WebError(.privateAddress, at: origin) }
        let addresses =
            if let address = IPAddress(origin.host) { [address] } else {
                try await configuration.resolver.addresses(origin.host)
            }
        guard !addresses.contains(where: configuration.isPrivate) else {
            throw WebError(.privateAddress, at: origin)
        }
        return addresses
    }

    private func send(
        _ request: WebRequest,
        to origin: WebOrigin,
        through proxy: WebProxy,
        _ progress: RequestProgress
    ) async throws -> HTTPClientResponse {
        if origin.scheme == "https", let tunnelling {
            return try await send(message(request, to: origin), by: tunnelling, progress)
        }
        var message = message(request, to: origin)
        message.url = "\(proxy.origin)\(request.url.requestTarget)"
        message.headers.replaceOrAdd(name: "Host", value: origin.authority)
        if let credentials = proxy.credentials {
            message.headers.replaceOrAdd(name: "Proxy-Authorization", value: "Basic \(credentials)")
        }
        let response = try await send(message, by: forwarding, progress)
        guard response.status != HTTPResponseStatus.proxyAuthenticationRequired else {
            throw WebError(.proxyRefusesCredentials, at: proxy.origin)
        }
        return response
    }

    private func message(_ request: WebRequest, to origin: WebOrigin) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: (request.url.withoutCredentials ?? request.url).absoluteString)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers.fields { message.headers.add(name: field.name, value: field.value) }
        if !message.headers.contains(name: "User-Agent") {
            message.headers.add(name: "User-Agent", value: configuration.agent)
        }
        if !request.body.isEmpty || [.post, .put, .patch].contains(request.method) {
            message.body = .bytes(ByteBuffer(bytes: request.body))
        }
        return message
    }

    private func send(
        _ message: HTTPClientRequest,
        by client: HTTPClient,
        _ progress: RequestProgress
    ) async throws -> HTTPClientResponse {
        do {
            // The limits are the timer's.
            let response = try await client.execute(message, deadline: .distantFuture)
            progress.received()
            return response
        } catch {
            let fault = progress.fault(error)
            guard let fault = fault as? WebError, fault.cause == .certificate(.untrusted) else { throw fault }
            throw await inspected(fault, progress)
        }
    }

    /// Looks for the reason of a certificate not being trusted, which the library does not tell.
    private func inspected(_ fault: WebError, _ progress: RequestProgress) async -> WebError {
        guard let (origin, address) = progress.server else { return fault }
        let inspection = CertificateInspection(origin: origin, address: address)
        return await inspection.fault().map { WebError(.certificate($0), at: origin) } ?? fault
    }
}
