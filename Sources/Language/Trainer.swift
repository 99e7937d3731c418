import Signals

/// One labelled text of training data.
package struct LabelledText: Sendable {
    package let label: Int
    package var text: String

    package init(label: Int, text: String) {
        self.label = label
        self.text = text
    }
}

/// Trains a linear model by stochastic gradient descent (AdaGrad, L2) on the log loss, every class weighing the same.
///
/// The same data and options give the same bytes: one thread, a fixed order, its own random numbers and exponentials.
package struct Trainer: Sendable {
    package struct Options: Hashable, Sendable {
        /// Passes over the data.
        package var passes = 2
        package var learningRate: Float = 0.05
        /// Pull towards zero a step, per feature seen.
        package var decay: Float = 5e-3
        package var seed: UInt64 = 1

        package init() {}

        var digest: UInt64 { StableHash.hash("\(passes) \(learningRate) \(decay) \(seed) \(LinearModel.rowBits) 1") }
    }

    private let kind: LinearModel.Kind
    private let options: Options

    package init(kind: LinearModel.Kind, options: Options) {
        self.kind = kind
        self.options = options
    }

    /// Trains on one set and calibrates on the other.
    package func train(
        on training: [LabelledText],
        validating validation: [LabelledText],
        digests: (UInt64, UInt64)
    ) -> LinearModel {
        var state = State(outputs: kind.outputs)
        let examples = training.map { Example(label: $0.label, rows: rows(of: $0.text)) }
        let classWeights = Self.classWeights(examples, labels: kind.labels)
        var order = Array(examples.indices)
        var random = SplitMix(state: options.seed)
        for _ in 0..<options.passes {
            order.shuffle(using: &random)
            for index in order {
                state.learn(examples[index], weight: classWeights[examples[index].label], kind: kind, options: options)
            }
        }
        let temperature = calibrate(state, validation.map { Example(label: $0.label, rows: rows(of: $0.text)) })
        return quantise(state, temperature: temperature, digests: digests)
    }

    private struct Example {
        let label: Int
        let rows: [UInt32]
    }

    private func rows(of text: String) -> [UInt32] {
        var text = text
        let tokens = TokenBuffer()
        let features = FeatureBuffer()
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens) }
        features.read(tokens.tokens)
        return Array(features.rows)
    }

    /// Every class counts as much as the others, whatever its share.
    private static func classWeights(_ examples: [Example], labels: Int) -> [Float] {
        var counts = Array(repeating: 0, count: labels)
        for example in examples { counts[example.label] += 1 }
        return counts.map { $0 == 0 ? 0 : Float(examples.count) / (Float(labels) * Float($0)) }
    }

    /// Weights and sums of squared gradients while training.
    private struct State {
        let outputs: Int
        var weights: [Float]
        var squares: [Float]
        var biases: [Float]

        init(outputs: Int) {
            self.outputs = outputs
            weights = Array(repeating: 0, count: LinearModel.rows * outputs)
            squares = Array(repeating: 1e-6, count: LinearModel.rows * outputs)
            biases = Array(repeating: 0, count: outputs)
        }

        func values(_ rows: [UInt32]) -> [Float] {
            var values = biases
            for row in rows {
                for output in 0..<outputs { values[output] += weights[Int(row) * outputs + output] }
            }
            return values
        }

        mutating func learn(_ example: Example, weight: Float, kind: LinearModel.Kind, options: Options) {
            let errors = kind.errors(values(example.rows), label: example.label).map { $0 * weight }
            for output in 0..<outputs {
                biases[output] -= options.learningRate * 0.01 * errors[output]
                for row in example.rows {
                    let index = Int(row) * outputs + output
                    let gradient = errors[output] + options.decay * weights[index]
                    squares[index] += gradient * gradient
                    weights[index] -= options.learningRate * gradient / (0.7 + squares[index].squareRoot())
                }
            }
        }
    }

    /// The factor on the values that makes the class-balanced squared error (Brier) on validation data smallest.
    private func calibrate(_ state: State, _ examples: [Example]) -> Float {
        let weights = Self.classWeights(examples, labels: kind.labels)
        let values = examples.map { state.values($0.rows) }
        func loss(_ factor: Float) -> Double {
            zip(examples, values).reduce(0) { sum, pair in
                let probability = kind.probability(of: pair.0.label, pair.1.map { $0 * factor })
                let miss = Double(1 - probability)
                return sum + Double(weights[pair.0.label]) * miss * miss
            }
        }
        let factors = stride(from: Float(0.2), through: 2.0, by: 0.05)
        return factors.min { loss($0) < loss($1) } ?? 1
    }

    private func quantise(_ state: State, temperature: Float, digests: (UInt64, UInt64)) -> LinearModel {
        let largest = state.weights.reduce(Float(1e-6)) { max($0, $1.magnitude) }
        let step = largest / 32_767
        return LinearModel(
            kind: kind,
            scale: step * temperature,
            biases: state.biases.map { $0 * temperature },
            weights: state.weights.map { Int16(($0 / step).rounded()) },
            provenance: .init(training: digests.0, validation: digests.1, options: options.digest)
        )
    }
}

extension LinearModel.Kind {
    /// The gradient of the log loss by the outputs.
    fileprivate func errors(_ values: [Float], label: Int) -> [Float] {
        switch self {
        case .sentiment:
            let p = Softmax.of(values[0], values[1], values[2])
            return [p.0 - (label == 0 ? 1 : 0), p.1 - (label == 1 ? 1 : 0), p.2 - (label == 2 ? 1 : 0)]
        case .offensive:
            return [Softmax.logistic(values[0]) - Float(label)]
        }
    }

    fileprivate func probability(of label: Int, _ values: [Float]) -> Float {
        switch self {
        case .sentiment:
            let p = Softmax.of(values[0], values[1], values[2])
            return [p.0, p.1, p.2][label]
        case .offensive:
            let p = Softmax.logistic(values[0])
            return label == 1 ? p : 1 - p
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): random numbers that are the same in every run.
package struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(state: UInt64) {
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
