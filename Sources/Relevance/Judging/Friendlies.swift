import Signals

/// Authors one has re-shared before.
///
/// Names are compared without regard to ASCII case.
package struct Friendlies: Sendable {
    private let hashes: Set<UInt64>

    package init(_ names: some Sequence<String> = []) {
        hashes = Set(names.map(CaselessHash.ofAuthor))
    }

    private init(hashes: Set<UInt64>) {
        self.hashes = hashes
    }

    /// These and others.
    package func adding(_ names: some Sequence<String>) -> Friendlies {
        Friendlies(hashes: hashes.union(names.map(CaselessHash.ofAuthor)))
    }

    /// Whether the author is one.
    package func contains(_ author: UnsafeRawBufferPointer) -> Bool {
        !hashes.isEmpty && hashes.contains(CaselessHash.of(author))
    }
}
