/// The servers of `no_proxy`: names with all that ends in them, addresses, networks (`10.0.0.0/8`), or `*` for all.
///
/// A port behind a name or address (`example.org:8086`, `[::1]:80`) restricts it to that port.
struct ProxyExceptions: Sendable {
    private enum Rule {
        case all
        case name(String, port: Int?)
        case network(IPAddress, prefix: Int, port: Int?)
    }

    private let rules: [Rule]

    init(_ text: String) {
        rules = text.lowercased().split { $0 == "," || $0 == " " }.map { Self.rule(String($0)) }
    }

    func contain(_ origin: WebOrigin) -> Bool {
        let address = IPAddress(origin.host)
        return rules.contains { rule in
            switch rule {
            case .all: true
            case .name(let name, let port):
                (port == nil || port == origin.port) && (origin.host == name || origin.host.hasSuffix("." + name))
            case .network(let network, let prefix, let port):
                (port == nil || port == origin.port) && address?.isIn(network, prefix: prefix) == true
            }
        }
    }

    private static func rule(_ entry: String) -> Rule {
        if entry == "*" { return .all }
        if let slash = entry.lastIndex(of: "/"), let network = IPAddress(String(entry[..<slash])),
            let prefix = Int(entry[entry.index(after: slash)...]), (0...network.bytes.count * 8).contains(prefix)
        {
            return .network(network, prefix: prefix, port: nil)
        }
        let (host, port) = parts(entry)
        if let address = IPAddress(host) { return .network(address, prefix: address.bytes.count * 8, port: port) }
        return .name(String(host.drop { $0 == "*" || $0 == "." }), port: port)
    }

    private static func parts(_ entry: String) -> (host: String, port: Int?) {
        if entry.hasPrefix("["), let end = entry.firstIndex(of: "]") {
            let rest = entry[entry.index(after: end)...]
            return (String(entry[entry.index(after: entry.startIndex)..<end]), Int(rest.dropFirst()))
        }
        guard IPAddress(entry) == nil, let colon = entry.lastIndex(of: ":"),
            let port = Int(entry[entry.index(after: colon)...])
        else { return (entry, nil) }
        return (String(entry[..<colon]), port)
    }
}
