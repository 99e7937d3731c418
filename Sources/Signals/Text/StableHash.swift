/// XXH64, a 64-bit hash that is the same on every machine, in every run and in every version of Earshot.
///
/// Ids, point timestamps and file digests derive from it, so it is fixed for ever. Swift's `Hasher` is seeded per
/// process and must not be used for anything that is stored or sent.
///
/// Source: the XXH64 algorithm description of the xxHash project; checked against its published vectors.
package struct StableHash: Sendable {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    private let seed: UInt64
    private var lanes: SIMD4<UInt64>
    private var pending: [UInt8] = []
    private var total: UInt64 = 0

    /// Starts an empty hash.
    package init(seed: UInt64 = 0) {
        self.seed = seed
        self.lanes = Self.initialLanes(seed: seed)
        pending.reserveCapacity(Self.stripe)
    }

    /// The hash of `bytes`.
    package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        guard bytes.count >= stripe else {
            return finish(seed &+ prime5 &+ UInt64(bytes.count), tail: bytes, from: 0)
        }
        var lanes = initialLanes(seed: seed)
        let consumed = absorb(bytes, into: &lanes)
        return finish(merge(lanes) &+ UInt64(bytes.count), tail: bytes, from: consumed)
    }

    /// The hash of the UTF-8 bytes of `text`.
    package static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0), seed: seed) }
    }

    /// Adds bytes; the result depends on the bytes only, not on how they were cut.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        total &+= UInt64(bytes.count)
        var rest = bytes
        if !pending.isEmpty {
            let taken = min(Self.stripe - pending.count, rest.count)
            pending.append(contentsOf: rest.prefix(taken))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(taken))
            guard pending.count == Self.stripe else { return }
            pending.withUnsafeBytes { _ = Self.absorb($0, into: &lanes) }
            pending.removeAll(keepingCapacity: true)
        }
        let consumed = Self.absorb(rest, into: &lanes)
        pending.append(contentsOf: rest.dropFirst(consumed))
    }

    /// The hash of everything added so far.
    package var value: UInt64 {
        let start = total >= UInt64(Self.stripe) ? Self.merge(lanes) : seed &+ Self.prime5
        return pending.withUnsafeBytes { Self.finish(start &+ total, tail: $0, from: 0) }
    }

    private static func initialLanes(seed: UInt64) -> SIMD4<UInt64> {
        SIMD4(seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
    }

    /// Absorbs whole stripes and returns how many bytes that were.
    private static func absorb(_ bytes: UnsafeRawBufferPointer, into lanes: inout SIMD4<UInt64>) -> Int {
        var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
        var offset = 0
        while offset + stripe <= bytes.count {
            a = round(a, word(bytes, offset))
            b = round(b, word(bytes, offset + 8))
            c = round(c, word(bytes, offset + 16))
            d = round(d, word(bytes, offset + 24))
            offset += stripe
        }
        lanes = SIMD4(a, b, c, d)
        return offset
    }

    private static func merge(_ lanes: SIMD4<UInt64>) -> UInt64 {
        var hash = rotate(lanes[0], 1) &+ rotate(lanes[1], 7) &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
        for lane in 0..<4 {
            hash = (hash ^ round(0, lanes[lane])) &* prime1 &+ prime4
        }
        return hash
    }

    private static func finish(_ start: UInt64, tail: UnsafeRawBufferPointer, from first: Int) -> UInt64 {
        var hash = start
        var offset = first
        while offset + 8 <= tail.count {
            hash = rotate(hash ^ round(0, word(tail, offset)), 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= tail.count {
            let half = UInt64(UInt32(littleEndian: tail.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            hash = rotate(hash ^ (half &* prime1), 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < tail.count {
            hash = rotate(hash ^ (UInt64(tail[offset]) &* prime5), 11) &* prime1
            offset += 1
        }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        (value << bits) | (value >> (64 - bits))
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
