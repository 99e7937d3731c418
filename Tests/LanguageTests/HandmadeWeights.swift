import Language

/// A weights file written byte by byte, for words that are in no other model.
struct HandmadeWeights {
    let kind: LinearModel.Kind
    private var entries: [(key: UInt32, weights: [Int8])] = []

    init(_ kind: LinearModel.Kind) {
        self.kind = kind
    }

    /// The key of a word, which is what the documentation says.
    static func key(_ word: String, isNegated: Bool = false) -> UInt32 {
        let hash = TokenHash.of(word.utf8) ^ (isNegated ? 0x5BD1_E995_7A63_1F2B : 0)
        return UInt32(truncatingIfNeeded: (hash &* 0xD6E8_FEB8_6659_FD93) >> 32)
    }

    mutating func add(_ key: UInt32, _ weights: [Int8]) {
        entries.append((key, weights))
    }

    /// Steps are a tenth, biases zero.
    var bytes: [UInt8] {
        var bytes = Array("EARSHOTW".utf8) + [3, kind.rawValue, UInt8(kind.outputs), 0]
        func put(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        put(UInt32(entries.count))
        for output in 0..<2 { put((output < kind.outputs ? Float(0.1) : 0).bitPattern) }
        for _ in 0..<9 { put(UInt64(0)) }
        for entry in entries {
            put(entry.key)
            for weight in entry.weights { put(weight) }
        }
        return bytes
    }

    func model() throws -> LinearModel {
        try bytes.withUnsafeBytes { try LinearModel($0, kind: kind) }
    }

    /// Reads English texts with these weights and an offensive model that knows nothing.
    static func reader(_ build: (inout HandmadeWeights) -> Void) throws -> Reader {
        var sentiment = HandmadeWeights(.sentiment)
        build(&sentiment)
        return try reader(sentiment, HandmadeWeights(.offensive))
    }

    static func reader(_ sentiment: HandmadeWeights, _ offensive: HandmadeWeights) throws -> Reader {
        try Reader(model: try LanguageModel(sentiment: sentiment.model(), offensive: offensive.model()))
    }
}
