import Signals

/// A weights file that cannot be used.
package enum ModelError: Error, Hashable, CustomStringConvertible {
    case notAModel
    case wrongVersion(UInt8)
    case wrongKind(expected: LinearModel.Kind)
    case truncated(expected: Int, found: Int)

    package var description: String {
        switch self {
        case .notAModel:
            "this is no weights file of Earshot. Make one with `earshot train`."
        case .wrongVersion(let version):
            "the weights file has format \(version), this program reads \(LinearModel.formatVersion). Train it again."
        case .wrongKind(let expected):
            "the weights file is not one for \(expected.name). Train one with `earshot train \(expected.name)`."
        case .truncated(let expected, let found):
            "the weights file should hold \(expected) bytes and holds \(found). Copy or train it again."
        }
    }
}

/// A linear classifier over hashed features: weights as 16-bit integers with one scale, and what they were made of.
package struct LinearModel: Hashable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case sentiment = 1
        case offensive = 2

        package var name: String {
            switch self {
            case .sentiment: "sentiment"
            case .offensive: "offensive"
            }
        }

        /// Negative, neutral, positive; or one log-odds for offensive.
        package var outputs: Int {
            switch self {
            case .sentiment: 3
            case .offensive: 1
            }
        }

        /// How many labels its training data have.
        package var labels: Int {
            switch self {
            case .sentiment: 3
            case .offensive: 2
            }
        }
    }

    /// XXH64 digests of what the weights were made from, so that they can be made again.
    package struct Provenance: Hashable, Sendable {
        package var training: UInt64
        package var validation: UInt64
        package var options: UInt64
    }

    static let formatVersion: UInt8 = 1
    /// The table has 2^16 rows: with four 16-bit outputs 512 kB, which stays in a second-level cache.
    package static let rowBits = 16
    package static let rows = 1 << rowBits

    package let kind: Kind
    /// What one step of a weight is worth, calibration included.
    package let scale: Float
    package let biases: [Float]
    package let weights: [Int16]
    package let provenance: Provenance

    /// A model that knows nothing, to stand beside one that is measured alone.
    static func empty(_ kind: Kind) -> LinearModel {
        LinearModel(
            kind: kind,
            scale: 0,
            biases: Array(repeating: 0, count: kind.outputs),
            weights: Array(repeating: 0, count: rows * kind.outputs),
            provenance: Provenance(training: 0, validation: 0, options: 0)
        )
    }

    /// The row of a feature.
    @inline(__always)
    static func row(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash &* 0xD6E8_FEB8_6659_FD93) &>> UInt64(64 - rowBits))
    }

    /// The XXH64 of its file, which changes with the weights.
    package private(set) var revision: UInt64 = 0

    init(kind: Kind, scale: Float, biases: [Float], weights: [Int16], provenance: Provenance) {
        self.kind = kind
        self.scale = scale
        self.biases = biases
        self.weights = weights
        self.provenance = provenance
        revision = encoded.withUnsafeBytes { StableHash.hash($0) }
    }
}

// MARK: - The file

extension LinearModel {
    private static let magic: [UInt8] = Array("EARSHOTW".utf8)
    private static let headerLength = 64

    /// The file: 64 bytes of header (magic, format, kind, scale, biases, digests; little-endian), then the weights,
    /// row by row.
    package var encoded: [UInt8] {
        var bytes = Self.magic + [Self.formatVersion, kind.rawValue, UInt8(Self.rowBits), UInt8(kind.outputs)]
        func put(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        put(scale.bitPattern)
        for output in 0..<3 { put((output < biases.count ? biases[output] : 0).bitPattern) }
        put(UInt32(0))
        put(provenance.training)
        put(provenance.validation)
        put(provenance.options)
        bytes.append(contentsOf: repeatElement(0, count: Self.headerLength - bytes.count))
        bytes.reserveCapacity(Self.headerLength + weights.count * 2)
        for weight in weights { put(weight) }
        return bytes
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `ModelError` when they are no weights of this kind and format.
    package init(_ bytes: UnsafeRawBufferPointer, kind: Kind) throws(ModelError) {
        guard bytes.count >= Self.headerLength, bytes.prefix(8).elementsEqual(Self.magic) else { throw .notAModel }
        guard bytes[8] == Self.formatVersion else { throw .wrongVersion(bytes[8]) }
        guard bytes[9] == kind.rawValue, bytes[10] == UInt8(Self.rowBits), bytes[11] == UInt8(kind.outputs) else {
            throw .wrongKind(expected: kind)
        }
        let count = Self.rows * kind.outputs
        let expected = Self.headerLength + count * 2
        guard bytes.count == expected else { throw .truncated(expected: expected, found: bytes.count) }
        func float(_ offset: Int) -> Float {
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        func digest(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        self.kind = kind
        self.scale = float(12)
        self.biases = (0..<kind.outputs).map { float(16 + 4 * $0) }
        self.provenance = Provenance(training: digest(32), validation: digest(40), options: digest(48))
        self.weights = (0..<count).map {
            Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.headerLength + 2 * $0, as: Int16.self))
        }
        self.revision = StableHash.hash(bytes)
    }
}
