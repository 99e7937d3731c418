package import Signals

/// A stream to listen to.
package struct FeedSetting: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// A file that is followed while it grows.
        case file(String)
        /// Every file of a folder.
        case folder(String)
        case standardInput
    }

    package var source: Source
    /// How its lines are read, by the name that `--format` takes; nil for the usual.
    package var format: String?

    package init(source: Source, format: String? = nil) {
        self.source = source
        self.format = format
    }
}

/// A server that points are sent to.
package struct SinkSetting: Hashable, Sendable {
    /// An InfluxDB v1 server's address, without credentials.
    package var url: String
    package var database = SinkSetting.usualDatabase
    package var username: String?
    /// Where the password is: secrets are not in the configuration itself.
    package var passwordFile: String?
    package var passwordVariable: String?
    /// Whether the line as it was heard is sent, too.
    package var includesRaw = false
    /// What becomes of volatile signals; nil for what becomes of them everywhere.
    package var volatile: VolatilePolicy?

    package static let usualDatabase = "twitter"

    package init(url: String) {
        self.url = url
    }
}

/// How long what was heard is kept; nil is for ever, and without a limit.
package struct RetentionSetting: Hashable, Sendable {
    /// Counted from when it was heard.
    package var age: Duration?
    /// Bytes of the store in use.
    package var size: Int64?

    package init() {}
}

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

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
