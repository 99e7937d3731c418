import Signals

/// Authors one has re-shared before.
///
/// Names are compared without regard to ASCII case.
package struct Friendlies: Sendable {
    private let hashes: Set<UInt64>

    package init(_ names: some Sequence<String> = []) {
        hashes = Set(names.map(CaselessHash.ofAuthor))
    }

    /// Whether the author is one.
    package func contains(_ author: UnsafeRawBufferPointer) -> Bool {
        !hashes.isEmpty && hashes.contains(CaselessHash.of(author))
    }
}
