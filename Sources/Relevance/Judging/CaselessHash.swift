import Signals

/// The hash of a name whose ASCII letters count as small ones: of an author, of a host.
enum CaselessHash {
    static func of(_ name: UnsafeRawBufferPointer) -> UInt64 { fold(name) { StableHash.hash($0) } }

    /// Calls `body` with the name in small letters.
    static func fold<Result>(_ name: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lower in
            for (index, byte) in name.enumerated() {
                lower[index] = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            }
            return body(UnsafeRawBufferPointer(lower))
        }
    }

    /// The same of an author's name as people write it, with or without `@`.
    static func ofAuthor(_ name: String) -> UInt64 {
        var bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
        return bare.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }
}
