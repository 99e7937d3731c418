/// What a decision was made on, frozen: what is learned from it never changes, whatever becomes of the signal, the
/// topics and the weights.
package struct DecisionFeatures: Hashable, Sendable {
    /// How features are read from a post; another number where they are read otherwise.
    package static let currentSchema: UInt8 = 1
    /// More than a post can have.
    package static let limit = 4_096

    package let schema: UInt8
    /// How relevant the signal was before anything was learned.
    package let prior: Score
    /// Each once, in the order they were read.
    package let features: [Feature]

    package init(schema: UInt8 = currentSchema, prior: Score, features: [Feature]) {
        self.schema = schema
        self.prior = prior
        self.features = features
    }
}

extension DecisionFeatures {
    private static let headLength = 3

    /// As bytes: the schema, the prior as unsigned 16-bit ten-thousandths, then the features as 64 bits each; all
    /// little-endian.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headLength + features.count * 8)
        let prior = UInt16(clamping: prior.tenThousandths)
        bytes += [schema, UInt8(truncatingIfNeeded: prior), UInt8(truncatingIfNeeded: prior >> 8)]
        for feature in features {
            withUnsafeBytes(of: feature.hash.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads what `encoded` wrote; nil for anything else.
    package init?(encoded bytes: [UInt8]) {
        guard bytes.count >= Self.headLength, (bytes.count - Self.headLength) % 8 == 0,
            (bytes.count - Self.headLength) / 8 <= Self.limit
        else { return nil }
        let prior = Int32(bytes[1]) | Int32(bytes[2]) << 8
        var features: [Feature] = []
        features.reserveCapacity(bytes.count / 8)
        for start in stride(from: Self.headLength, to: bytes.count, by: 8) {
            let hash = bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard let feature = Feature(kept: hash) else { return nil }
            features.append(feature)
        }
        guard bytes[0] > 0, prior <= Score.one.tenThousandths else { return nil }
        self.init(schema: bytes[0], prior: Score(tenThousandths: prior), features: features)
    }
}
