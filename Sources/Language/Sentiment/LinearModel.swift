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

/// A linear classifier over hashed features: a list of weights in order of importance, as 8-bit integers with one step an
/// output, and what they were made of.
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

        /// Negative and positive, each less neutral; or offensive less not offensive.
        package var outputs: Int { labels - 1 }

        /// How many labels its training data have.
        package var labels: Int {
            switch self {
            case .sentiment: 3
            case .offensive: 2
            }
        }
    }

    /// The weights of one feature.
    package struct Entry: Hashable, Sendable {
        package let key: UInt32
        /// In steps; the second is zero where there is one output.
        package let weights: SIMD2<Int8>
    }

    static let formatVersion: UInt8 = 3
    /// More would not find a free row in the table that judging reads.
    package static let most = 30_000

    package let kind: Kind
    /// What one step of an output's weights is worth, calibration included.
    package let steps: [Float]
    package let biases: [Float]
    /// The most important first.
    package let entries: [Entry]
    package let provenance: Provenance

    /// The key of a feature.
    @inline(__always)
    static func key(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash &* 0xD6E8_FEB8_6659_FD93) &>> 32)
    }

    /// The XXH64 of its file, which changes with the weights.
    package private(set) var revision: UInt64 = 0

    init(kind: Kind, steps: [Float], biases: [Float], entries: [Entry], provenance: Provenance) {
        self.kind = kind
        self.steps = steps
        self.biases = biases
        self.entries = entries
        self.provenance = provenance
        revision = encoded.withUnsafeBytes { StableHash.hash($0) }
    }
}

// MARK: - The file

extension LinearModel {
    private static let magic: [UInt8] = Array("EARSHOTW".utf8)
    private static let headerLength = 96

    /// The file: 96 bytes of header (magic, format, kind, outputs, number of entries, steps, biases, provenance), then the
    /// entries, each a key and a byte an output; little-endian.
    package var encoded: [UInt8] {
        var bytes = Self.magic + [Self.formatVersion, kind.rawValue, UInt8(kind.outputs), 0]
        bytes.reserveCapacity(Self.headerLength + entries.count * (4 + kind.outputs))
        func put(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        put(UInt32(entries.count))
        for numbers in [steps, biases] {
            for output in 0..<2 { put((output < numbers.count ? numbers[output] : 0).bitPattern) }
        }
        bytes += provenance.encoded
        for entry in entries {
            put(entry.key)
            for output in 0..<kind.outputs { put(entry.weights[output]) }
        }
        return bytes
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `ModelError` when they are no weights of this kind and format.
    package init(_ bytes: UnsafeRawBufferPointer, kind: Kind) throws(ModelError) {
        let length = try Self.check(bytes, kind: kind)
        func number<Value: FixedWidthInteger>(_ offset: Int, _ type: Value.Type) -> Value {
            Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
        }
        func floats(_ offset: Int) -> [Float] {
            (0..<kind.outputs).map { Float(bitPattern: number(offset + 4 * $0, UInt32.self)) }
        }
        self.kind = kind
        steps = floats(16)
        biases = floats(24)
        provenance = Provenance(UnsafeRawBufferPointer(rebasing: bytes[32..<Self.headerLength]))
        entries = stride(from: Self.headerLength, to: bytes.count, by: length).map { offset in
            Entry(
                key: number(offset, UInt32.self),
                weights: SIMD2(number(offset + 4, Int8.self), kind.outputs > 1 ? number(offset + 5, Int8.self) : 0)
            )
        }
        revision = StableHash.hash(bytes)
    }

    /// Whether these are weights of the kind; the length of an entry.
    private static func check(_ bytes: UnsafeRawBufferPointer, kind: Kind) throws(ModelError) -> Int {
        // The magic and the version come first, so that a file of an older format is called one.
        guard bytes.count >= 64, bytes.prefix(8).elementsEqual(magic) else { throw .notAModel }
        guard bytes[8] == formatVersion else { throw .wrongVersion(bytes[8]) }
        guard bytes[9] == kind.rawValue, bytes[10] == UInt8(kind.outputs) else { throw .wrongKind(expected: kind) }
        let count = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        let expected = headerLength + Int(count) * (4 + kind.outputs)
        guard bytes.count == expected else { throw .truncated(expected: expected, found: bytes.count) }
        return 4 + kind.outputs
    }
}
