import Signals

/// The mails of a Maildir that were heard, 8 bytes each, in places of some thousands.
struct MaildirLedger {
    private static let version: UInt8 = 1
    /// A place is full with so many; a packet more than that still fits.
    private static let placeLimit = 4096

    private let stream: String
    private var heard: Set<UInt64> = []
    /// The place that is not full, and the key it has in the store; nil if it has none yet.
    private var open: [UInt64] = []
    private var key: UInt64?

    init(stream: String, places: [Place]) {
        self.stream = stream
        for place in places where place.version == Self.version {
            let ids = Self.ids(place.bytes)
            heard.formUnion(ids)
            if ids.count < Self.placeLimit, ids.count > open.count { (open, key) = (ids, Self.key(ids)) }
        }
    }

    func contains(_ id: UInt64) -> Bool { heard.contains(id) }

    /// Notes mails; returns the place to keep with them.
    mutating func add(_ ids: [UInt64]) -> Mark {
        heard.formUnion(ids)
        if open.count >= Self.placeLimit { (open, key) = ([], nil) }
        open += ids
        let (replaced, next) = (key, Self.key(open))
        key = next
        let place = Place(version: Self.version, bytes: Self.bytes(open))
        return Mark(stream: stream, key: next, replaces: replaced, stays: false) { place }
    }

    private static func bytes(_ ids: [UInt64]) -> [UInt8] {
        ids.flatMap { id in (0..<8).map { UInt8(truncatingIfNeeded: id >> ($0 * 8)) } }
    }

    private static func ids(_ bytes: [UInt8]) -> [UInt64] {
        stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (UInt64($1) * 8) }
        }
    }

    private static func key(_ ids: [UInt64]) -> UInt64 { bytes(ids).withUnsafeBytes { StableHash.hash($0) } }
}
