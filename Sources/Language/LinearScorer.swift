import Signals

/// The sentiment and the offensive model side by side: one look-up a feature serves both.
struct LinearScorer: Sendable {
    /// Negative, neutral, positive, offensive.
    private let rows: [SIMD4<Int16>]
    private let scale: SIMD4<Float>
    private let bias: SIMD4<Float>

    init(sentiment: LinearModel, offensive: LinearModel) {
        rows = (0..<LinearModel.rows).map { row in
            SIMD4(
                sentiment.weights[row * 3],
                sentiment.weights[row * 3 + 1],
                sentiment.weights[row * 3 + 2],
                offensive.weights[row]
            )
        }
        scale = SIMD4(sentiment.scale, sentiment.scale, sentiment.scale, offensive.scale)
        bias = SIMD4(sentiment.biases[0], sentiment.biases[1], sentiment.biases[2], offensive.biases[0])
    }

    /// Class probabilities and the probability of being offensive.
    func score(_ features: FeatureBuffer) -> (sentiment: Sentiment, offensive: Score) {
        var sum = SIMD4<Int32>.zero
        rows.withUnsafeBufferPointer { rows in
            for row in features.rows { sum &+= SIMD4<Int32>(truncatingIfNeeded: rows[Int(row)]) }
        }
        let values = SIMD4<Float>(sum) * scale + bias
        let probabilities = Softmax.of(values[0], values[1], values[2])
        return (Self.sentiment(probabilities), Score(Double(Softmax.logistic(values[3]))))
    }

    /// Rounded so that the three sum to one and the decision survives the rounding.
    private static func sentiment(_ probabilities: (Float, Float, Float)) -> Sentiment {
        let negative = Score(Double(probabilities.0))
        let positive = min(Score(Double(probabilities.2)), Score.one - negative)
        return Sentiment(negative: negative, neutral: Score.one - negative - positive, positive: positive)
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
