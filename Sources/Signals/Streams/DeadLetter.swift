/// Something that could not be read or sent, kept with the reason so that it can be looked at and tried again.
package struct DeadLetter: Hashable, Sendable {
    /// Where it came from.
    package enum Origin: Hashable, Sendable {
        /// A feed, by what it is known by; a label for people (a file's name); and the byte offset in it.
        case feed(name: String, label: String, offset: Int64)
        /// A sink that refused a point of this signal.
        case sink(name: String, signal: Int64)
        /// A sink that refused a figure of learned relevance, by its number.
        case figure(sink: String, number: Int64)
        /// Entries that expired before this sink came for them.
        case expired(sink: String)
    }

    /// The longest part of the payload that is kept, in bytes.
    ///
    /// A payload that was cut cannot be tried again.
    package static let payloadLimit = 65_536

    package let origin: Origin
    package let reason: String
    /// The XXH64 of the whole payload.
    package let digest: UInt64
    package let payload: [UInt8]
    /// The length of the whole payload in bytes.
    package let length: Int

    /// A letter whose whole payload is at hand; what is over the limit is cut.
    package init(origin: Origin, reason: String, payload: UnsafeRawBufferPointer) {
        self.init(
            origin: origin,
            reason: reason,
            digest: StableHash.hash(payload),
            payload: Array(payload.prefix(Self.payloadLimit)),
            length: payload.count
        )
    }

    package init(origin: Origin, reason: String, digest: UInt64, payload: [UInt8], length: Int) {
        self.origin = origin
        self.reason = reason
        self.digest = digest
        self.payload = payload
        self.length = length
    }

    /// Whether the whole payload was kept, so that it can be tried again.
    package var isWhole: Bool { payload.count == length }
}
