/// An address to be asked at.
package struct ListenSetting: Hashable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    /// `text`: `HOST:PORT`, an IPv6 host in brackets, or a port alone for 127.0.0.1; nil where it is neither.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = Int(last), (0...65535).contains(port) else { return nil }
        var host = parts.dropLast().joined(separator: ":")
        if parts.count == 1 { host = "127.0.0.1" }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self.host = host
        self.port = port
    }

    /// True if only this machine can reach it.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
