package import Foundation

/// A request and its limits.
package struct WebRequest: Sendable {
    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    package var url: URL
    package var headers: WebHeaders
    package var body: [UInt8]
    package var limits: WebLimits
    /// Origins that a person named, which may be private; all others may not.
    package var named: Set<WebOrigin>

    /// Makes a request to an address from the configuration or the command line, whose whole origin may be private.
    package init(
        _ method: Method = .get,
        named url: URL,
        headers: WebHeaders = [:],
        body: [UInt8] = [],
        limits: WebLimits = WebLimits()
    ) {
        self.init(
            method,
            found: url,
            by: WebOrigin(url).map { [$0] } ?? [],
            headers: headers,
            body: body,
            limits: limits
        )
    }

    /// Makes a request to an address that was heard, such as a link; it may lead to no private address but `named`.
    package init(
        _ method: Method = .get,
        found url: URL,
        by named: Set<WebOrigin> = [],
        headers: WebHeaders = [:],
        body: [UInt8] = [],
        limits: WebLimits = WebLimits()
    ) {
        self.method = method
        self.url = url
        self.named = named
        self.headers = headers
        // As a header, so that a redirect within the origin keeps them.
        if let credentials = url.basicCredentials, headers["Authorization"] == nil {
            self.headers["Authorization"] = "Basic \(credentials)"
        }
        self.body = body
        self.limits = limits
    }

    /// Makes a request over a local socket.
    package init(
        _ method: Method = .get,
        socket path: String,
        route: String,
        headers: WebHeaders = [:],
        body: [UInt8] = [],
        limits: WebLimits = WebLimits()
    ) {
        let host = path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? path
        // A percent-encoded path and a route of ours are always an address; should they not be, the request fails as one.
        let url = URL(string: "\(WebOrigin.socketScheme)://\(host)/\(route)") ?? URL(fileURLWithPath: path)
        self.init(method, named: url, headers: headers, body: body, limits: limits)
    }
}

extension URL {
    /// Path and query as a request line has them.
    var requestTarget: String {
        guard let parts = URLComponents(url: self, resolvingAgainstBaseURL: true) else { return "/" }
        let path = parts.percentEncodedPath
        return (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }
}
