package import Foundation

/// A scheme, host and port: what an address is trusted by, and all that an error says of it.
///
/// Path and query are left out because they may hold a secret.
package struct WebOrigin: Hashable, Sendable {
    /// `http`, `https`, or `http+unix` for a local socket.
    package let scheme: String
    /// In lower case, an IPv6 address without brackets; the path of a local socket.
    package let host: String
    /// 0 for a local socket.
    package let port: Int

    package init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Takes the origin of an address; nil if this client cannot ask there.
    package init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty else { return nil }
        switch scheme {
        case "http", "https":
            let port = url.port ?? (scheme == "http" ? 80 : 443)
            guard (1...65_535).contains(port), host.unicodeScalars.allSatisfy(Self.isOfNames) else { return nil }
            self.init(scheme: scheme, host: host.lowercased(), port: port)
        case Self.socketScheme: self.init(scheme: scheme, host: host, port: 0)
        default: return nil
        }
    }

    /// True of what a name or number of a host is made of.
    ///
    /// `URL` hands over a decoded host: `%2F` would add a path for a proxy to ask for, and a line end would go to logs.
    private static func isOfNames(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-._:".unicodeScalars.contains(scalar)
    }

    static let socketScheme = "http+unix"

    package var isSocket: Bool { scheme == Self.socketScheme }

    /// Host and port as a `Host` header or a request line has them.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let isUsual = port == (scheme == "http" ? 80 : 443)
        return isUsual ? name : "\(name):\(port)"
    }

    /// Stands for this machine itself, which no proxy can reach.
    var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || IPAddress(host).map(PrivateAddresses.isLoopback) == true
    }
}

extension WebOrigin: CustomStringConvertible {
    package var description: String { isSocket ? host : "\(scheme)://\(authority)" }
}
