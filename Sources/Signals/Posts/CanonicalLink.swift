/// The form in which links of several posts are compared: posts that share one are one story.
package enum CanonicalLink {
    /// Query parameters that say where a visitor came from and not what they see.
    private static let ignored: Set<Substring> = ["fbclid", "gclid", "mc_cid", "mc_eid", "ref", "ref_src", "igshid"]

    /// The XXH64 of the canonical form; nil if it is no web link.
    package static func hash(of link: String) -> Int64? {
        form(of: link).map { Int64(bitPattern: StableHash.hash($0)) }
    }

    /// Host in lower case without `www.`, path without its last slash, query without trackers; neither scheme nor fragment.
    package static func form(of link: String) -> String? {
        guard let scheme = link.firstRange(of: "://"),
            ["http", "https"].contains(link[..<scheme.lowerBound].lowercased())
        else { return nil }
        let rest = link[scheme.upperBound...].prefix { $0 != "#" }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let address = parts.first ?? ""
        var host = address.prefix { $0 != "/" }.lowercased()
        if host.hasPrefix("www.") { host.removeFirst(4) }
        guard host.contains(".") || host.hasPrefix("localhost") else { return nil }
        var path = address.drop { $0 != "/" }
        while path.last == "/" { path.removeLast() }
        let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { parameter in
            let name = parameter.prefix { $0 != "=" }
            return !name.hasPrefix("utm_") && !ignored.contains(name)
        }
        return host + path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }
}
