package import Signals

/// Authors that a person named: friendlies, or accounts of one's own.
///
/// A name is `ada`, or `github:ada` for one network alone; ASCII case does not matter. It means whoever was first heard under
/// it with a stable id: by that id they are known from then on, whatever they are called, and whoever takes the name over is
/// somebody else. A post without a stable id is known by the name.
package struct AuthorSet: Sendable {
    private var names: Set<UInt64>
    private var hasNetworks: Bool
    /// Stable ids in their networks.
    private var ids: Set<UInt64> = []
    /// Names in networks where it is known whom they mean.
    private var settled: Set<UInt64> = []
    /// The names as they were given, folded.
    package private(set) var list: Set<String>

    package init(_ names: some Sequence<String> = []) {
        list = Set(names.map(NamedAuthor.folded))
        self.names = Set(list.map { StableHash.hash($0) })
        hasNetworks = list.contains { $0.contains(":") }
    }

    /// These and others.
    package func adding(_ names: some Sequence<String>) -> AuthorSet {
        var set = AuthorSet(list.union(names.map(NamedAuthor.folded)))
        (set.ids, set.settled) = (ids, settled)
        return set
    }

    /// Takes note of whom names mean; those of others are passed over.
    package mutating func settle(_ authors: some Sequence<NamedAuthor>) {
        for author in authors where list.contains(author.name) {
            let network = StableHash.hash(author.source)
            ids.insert(StableHash.hash(author.id, seed: network))
            settled.insert(StableHash.hash(author.name, seed: network))
        }
    }

    /// Returns whether one of them wrote a post.
    package func contains(_ post: PostView) -> Bool {
        guard !names.isEmpty else { return false }
        if let id = post.authorID, !ids.isEmpty, ids.contains(StableHash.hash(id, seed: network(of: post))) {
            return true
        }
        guard let author = post.author else { return false }
        return CaselessHash.fold(author) { isMeant($0, by: post) } || hasNetworks && isMeantOfNetwork(author, by: post)
    }

    private func isMeant(_ name: UnsafeRawBufferPointer, by post: PostView) -> Bool {
        guard names.contains(StableHash.hash(name)) else { return false }
        guard post.authorID != nil, !settled.isEmpty else { return true }
        return !settled.contains(StableHash.hash(name, seed: network(of: post)))
    }

    private func isMeantOfNetwork(_ author: UnsafeRawBufferPointer, by post: PostView) -> Bool {
        let source = post.source.map { String(decoding: $0, as: UTF8.self) } ?? PostView.defaultSource
        var name = "\(source):\(NamedAuthor.folded(String(decoding: author, as: UTF8.self)))"
        return name.withUTF8 { isMeant(UnsafeRawBufferPointer($0), by: post) }
    }

    private func network(of post: PostView) -> UInt64 {
        post.source.map { StableHash.hash($0) } ?? StableHash.hash(PostView.defaultSource)
    }
}
