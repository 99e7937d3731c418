import Signals

/// The sentiment and the offensive model in one table: one look-up a feature serves both.
struct LinearScorer: Sendable {
    /// 2^16 rows of 32 bits are 256 kB, which stays in a second-level cache.
    private static let rowBits: UInt32 = 16

    /// Weights for negative, positive (each less neutral) and offensive in the three low bytes, the tag in the highest.
    ///
    /// An empty row is zero and adds nothing whatever is compared with its tag.
    private let rows: [UInt32]
    /// By the difference of two tags: all ones where there is none, else zero.
    ///
    /// A table, because of a comparison the compiler makes a branch, which is guessed wrong every other time.
    private let masks: [UInt32] = [.max] + Array(repeating: 0, count: 255)
    private let steps: SIMD4<Float>
    private let bias: SIMD4<Float>

    init(sentiment: LinearModel, offensive: LinearModel) {
        var rows = Array(repeating: UInt32(0), count: 1 << Int(Self.rowBits))
        rows.withUnsafeMutableBufferPointer { rows in
            // Both models are in order of importance, so what finds its row taken is the less important.
            for rank in 0..<max(sentiment.entries.count, offensive.entries.count) {
                if rank < sentiment.entries.count {
                    let entry = sentiment.entries[rank]
                    Self.place(entry.key, SIMD4(entry.weights[0], entry.weights[1], 0, 0), in: rows)
                }
                if rank < offensive.entries.count {
                    let entry = offensive.entries[rank]
                    Self.place(entry.key, SIMD4(0, 0, entry.weights[0], 0), in: rows)
                }
            }
        }
        self.rows = rows
        steps = SIMD4(sentiment.steps[0], sentiment.steps[1], offensive.steps[0], 0)
        bias = SIMD4(sentiment.biases[0], sentiment.biases[1], offensive.biases[0], 0)
    }

    @inline(__always)
    private static func row(_ key: UInt32) -> Int { Int(key &>> (32 - rowBits)) }

    /// Eight bits of the key behind those of the row, so that few strangers pass for the feature a row belongs to.
    @inline(__always)
    private static func tag(_ key: UInt32) -> UInt32 { (key &>> (24 - rowBits)) & 0xFF }

    /// First come keeps the row; the same feature of the other model shares it.
    private static func place(_ key: UInt32, _ weights: SIMD4<Int8>, in rows: UnsafeMutableBufferPointer<UInt32>) {
        let taken = rows[row(key)]
        guard taken == 0 || taken &>> 24 == tag(key) else { return }
        let bits = unsafeBitCast(weights, to: UInt32.self)
        // A second feature of the same model with the same row and tag finds the bytes set.
        let mask: UInt32 = weights[2] == 0 ? 0x00_FFFF : 0xFF_0000
        guard taken & mask == 0 else { return }
        rows[row(key)] = taken | bits | tag(key) &<< 24
    }

    /// Whether a word has a weight of its own.
    @inline(__always)
    func isKnown(_ hash: UInt64) -> Bool {
        let key = LinearModel.key(hash)
        let row = rows[Self.row(key)]
        return row != 0 && row &>> 24 == Self.tag(key)
    }

    /// Class probabilities and the probability of being offensive.
    func score(_ features: FeatureBuffer) -> (sentiment: Sentiment, offensive: Score) {
        let values = values(of: sum(features.keys), tokens: features.tokens)
        return (Self.sentiment(values), Score(Double(Softmax.logistic(values[2]))))
    }

    /// The sentiment of a text of `tokens` whose features have the weights `sum`.
    func sentiment(of sum: SIMD4<Int32>, tokens: Int) -> Sentiment {
        Self.sentiment(values(of: sum, tokens: tokens))
    }

    /// What one feature of a text of `tokens` adds to the values, by the models' own scale.
    func weights(of hash: UInt64, tokens: Int) -> SIMD4<Float> {
        let key = LinearModel.key(hash)
        let row = withUnsafePointer(to: key) { sum(UnsafeBufferPointer(start: $0, count: 1)) }
        return SIMD4<Float>(row) * steps * Features.lengthFactor(tokens)
    }

    @inline(__always)
    private func values(of sum: SIMD4<Int32>, tokens: Int) -> SIMD4<Float> {
        SIMD4<Float>(sum) * steps * Features.lengthFactor(tokens) + bias
    }

    /// The weights of all features with a row of their own; the last of the four is of no meaning.
    @inline(__always)
    func sum(_ keys: UnsafeBufferPointer<UInt32>) -> SIMD4<Int32> {
        var sum = SIMD4<Int32>.zero
        rows.withUnsafeBufferPointer { rows in
            masks.withUnsafeBufferPointer { masks in
                for key in keys {
                    // Both in range: a row's number has 16 bits, and there are 2^16 rows; a tag has eight.
                    let row = rows[Self.row(key)]
                    let mask = masks[Int(row &>> 24 ^ Self.tag(key))]
                    sum &+= SIMD4<Int32>(truncatingIfNeeded: unsafeBitCast(row & mask, to: SIMD4<Int8>.self))
                }
            }
        }
        return sum
    }

    /// Rounded so that the three sum to one and the decision survives the rounding.
    private static func sentiment(_ values: SIMD4<Float>) -> Sentiment {
        let probabilities = Softmax.of(values[0], 0, values[1])
        let negative = Score(Double(probabilities.0))
        let positive = min(Score(Double(probabilities.2)), Score.one - negative)
        return Sentiment(negative: negative, positive: positive)
    }
}

/// Exponentials that give the same bits on every machine, which the C library's do not promise.
enum Softmax {
    /// e^x within 3e-7 of its value; 0 below -80, the value at 80 above it.
    @inline(__always)
    static func exp(_ x: Float) -> Float {
        let clamped = min(max(x, -80), 80)
        let scaled = clamped * 1.442_695_04
        let whole = Float(Int32(scaled + (scaled < 0 ? -0.5 : 0.5)))
        let rest = (scaled - whole) * 0.693_147_18
        // The series of e^x to the sixth power on [-ln2/2, ln2/2].
        let high = 1.0 / 6 + rest * (1.0 / 24 + rest * (1.0 / 120 + rest * (1.0 / 720)))
        let series = 1 + rest * (1 + rest * (0.5 + rest * high))
        return series * Float(bitPattern: UInt32(bitPattern: Int32(whole) + 127) << 23)
    }

    @inline(__always)
    static func logistic(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

    @inline(__always)
    static func of(_ a: Float, _ b: Float, _ c: Float) -> (Float, Float, Float) {
        let top = max(a, b, c)
        let (ea, eb, ec) = (exp(a - top), exp(b - top), exp(c - top))
        let sum = ea + eb + ec
        return (ea / sum, eb / sum, ec / sum)
    }
}
