package import Signals

/// A place in a file, known by what comes before it and never by a path.
package struct FilePlace: Hashable, Sendable {
    private static let version: UInt8 = 1

    /// Bytes heard (decompressed), the XXH64 of them, and the lines in them.
    package var bytes: Int64
    package var digest: UInt64
    package var lines: Int64
    /// True if this was the file's end.
    package var isComplete: Bool

    package init(bytes: Int64, digest: UInt64, lines: Int64, isComplete: Bool) {
        (self.bytes, self.digest, self.lines, self.isComplete) = (bytes, digest, lines, isComplete)
    }

    /// nil if it is not of this version.
    package init?(_ place: Place) {
        let fields = String(decoding: place.bytes, as: UTF8.self).split(separator: " ")
        guard place.version == Self.version, fields.count == 4, let bytes = Int64(fields[0]),
            let lines = Int64(fields[1]), let digest = UInt64(fields[3], radix: 16)
        else { return nil }
        self.init(bytes: bytes, digest: digest, lines: lines, isComplete: fields[2] == "1")
    }

    /// Version 1: `bytes lines complete digest`, the digest in hexadecimal.
    package var place: Place {
        let text = "\(bytes) \(lines) \(isComplete ? 1 : 0) \(Hexadecimal.string(digest))"
        return Place(version: Self.version, bytes: Array(text.utf8))
    }
}
