/// A place in a stream from which a feed can hear on; opaque to all but the feed that made it.
package struct Place: Hashable, Sendable {
    /// The most bytes a place may have.
    package static let limit = 65_536

    /// The feed's own version of its format.
    package var version: UInt8
    package var bytes: [UInt8]

    /// - Precondition: `bytes` are no more than `limit`.
    package init(version: UInt8, bytes: [UInt8]) {
        precondition(bytes.count <= Self.limit, "a place of \(bytes.count) bytes")
        (self.version, self.bytes) = (version, bytes)
    }
}
