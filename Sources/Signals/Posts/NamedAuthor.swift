/// An author that a person named, known by the network's stable id.
package struct NamedAuthor: Hashable, Sendable {
    /// The network.
    package let source: String
    package let id: String
    /// The name that is meant, folded: `ada`, or `github:ada` for that network alone.
    package let name: String

    package init(source: String, id: String, name: String) {
        (self.source, self.id, self.name) = (source, id, name)
    }

    /// Folds a name as authors are compared: without `@`, and ASCII case does not matter.
    package static func folded(_ name: String) -> String {
        let name = name.hasPrefix("@") ? String(name.dropFirst()) : name
        return String(decoding: name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
