import Signals

/// Authors one has re-shared before.
///
/// Names are compared without regard to ASCII case.
package struct Friendlies: Sendable {
    private let hashes: Set<UInt64>

    package init(_ names: some Sequence<String> = []) {
        hashes = Set(
            names.map { name in
                var bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
                return bare.withUTF8 { Self.hash(UnsafeRawBufferPointer($0)) }
            }
        )
    }

    /// Whether the author is one.
    package func contains(_ author: UnsafeRawBufferPointer) -> Bool {
        !hashes.isEmpty && hashes.contains(Self.hash(author))
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lower in
            for (index, byte) in name.enumerated() {
                lower[index] = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            }
            return StableHash.hash(UnsafeRawBufferPointer(lower))
        }
    }
}
