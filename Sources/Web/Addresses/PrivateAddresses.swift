/// The addresses that what was heard may not lead to.
///
/// Without this rule a link in a post would make Earshot ask the router, the cloud's metadata service or a database of
/// its own network. The ranges are those that are not globally reachable in the registries of special-purpose addresses
/// (IANA, RFC 6890 and its updates) and multicast. An IPv6 address that carries an IPv4 one is judged by that.
package enum PrivateAddresses {
    package static func contains(_ address: IPAddress) -> Bool {
        for (network, prefix, offset) in carriers where address.isIn(network, prefix: prefix) {
            return contains(address.embedded(at: offset))
        }
        return ranges.contains { address.isIn($0.network, prefix: $0.prefix) }
    }

    /// Tells whether an address is this machine itself.
    static func isLoopback(_ address: IPAddress) -> Bool {
        loopback.contains { address.isIn($0.network, prefix: $0.prefix) }
    }

    private typealias Range = (network: IPAddress, prefix: Int)

    private static let loopback = networks(["127.0.0.0/8", "::1/128", "::ffff:127.0.0.0/104"])

    private static let ranges = networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    ])

    /// IPv6 ranges with an IPv4 address inside, and the byte at which it begins: mapped, translated (also the older form), NAT64,
    /// 6to4.
    private static let carriers: [(network: IPAddress, prefix: Int, offset: Int)] =
        zip(
            networks(["::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "2002::/16"]),
            [12, 12, 12, 2]
        ).map { ($0.network, $0.prefix, $1) }

    private static func networks(_ texts: [String]) -> [Range] {
        texts.compactMap { text in
            let parts = text.split(separator: "/")
            guard let network = IPAddress(String(parts[0])), let prefix = Int(parts[1]) else { return nil }
            return (network, prefix)
        }
    }
}
