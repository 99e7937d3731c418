import Foundation

/// A proxy on the way to a server.
struct WebProxy: Hashable, Sendable {
    let origin: WebOrigin
    /// The value of `Proxy-Authorization`, without the scheme.
    let credentials: String?

    /// Reads `http://[USER:PASSWORD@]HOST[:PORT]`, or the same without `http://`; nil for anything else.
    init?(_ text: String) {
        let address = text.contains("://") ? text : "http://\(text)"
        guard let url = URL(string: address), let origin = WebOrigin(url), origin.scheme == "http" else { return nil }
        self.origin = WebOrigin(scheme: "http", host: origin.host, port: url.port ?? 80)
        credentials = url.basicCredentials
    }
}

extension URL {
    /// `user:password` in base 64; nil if the address holds no user.
    var basicCredentials: String? {
        guard let user = user(percentEncoded: false) else { return nil }
        return Data("\(user):\(password(percentEncoded: false) ?? "")".utf8).base64EncodedString()
    }
}
