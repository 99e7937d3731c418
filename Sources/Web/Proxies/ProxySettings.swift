/// The proxies that an environment names.
///
/// `http_proxy`, `https_proxy`, `all_proxy` for what those leave open, and `no_proxy`; in lower case first, then in upper
/// case. Empty means none. This machine itself and local sockets are always asked directly.
package struct ProxySettings: Sendable {
    /// The way to a server.
    enum Route: Hashable, Sendable {
        case direct
        case through(WebProxy)
        /// The variable names no proxy that this client knows.
        case unusable(variable: String)
    }

    private enum Setting {
        case none
        case proxy(WebProxy)
        case unusable(variable: String)
    }

    private let http: Setting
    private let https: Setting
    private let exceptions: ProxyExceptions

    package init(environment: [String: String]) {
        // Under CGI a request's header `Proxy:` becomes HTTP_PROXY, which strangers write.
        let isCGI = environment["REQUEST_METHOD"] != nil
        let all = ["all_proxy", "ALL_PROXY"]
        http = Self.read(["http_proxy"] + (isCGI ? [] : ["HTTP_PROXY"]) + all, in: environment)
        https = Self.read(["https_proxy", "HTTPS_PROXY"] + all, in: environment)
        exceptions = ProxyExceptions(environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
    }

    /// Tells whether a server is asked without a proxy.
    package func isDirect(to origin: WebOrigin) -> Bool {
        route(to: origin) == .direct
    }

    /// The proxy that `https` goes through.
    var tunnel: WebProxy? {
        if case .proxy(let proxy) = https { proxy } else { nil }
    }

    private static func read(_ names: [String], in environment: [String: String]) -> Setting {
        guard let variable = names.first(where: { environment[$0] != nil }), let text = environment[variable],
            !text.isEmpty
        else { return .none }
        return WebProxy(text).map { .proxy($0) } ?? .unusable(variable: variable)
    }

    func route(to origin: WebOrigin) -> Route {
        guard !origin.isSocket, !origin.isLoopback, !exceptions.contain(origin) else { return .direct }
        return switch origin.scheme == "https" ? https : http {
        case .none: .direct
        case .proxy(let proxy): .through(proxy)
        case .unusable(let variable): .unusable(variable: variable)
        }
    }
}
