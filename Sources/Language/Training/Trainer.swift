import Signals

/// Trains a linear model by stochastic gradient descent (AdaGrad, L2) on the log loss, every class weighing the same.
///
/// It learns from more than judging can look up: letters of words, the company they keep and a lexicon. These are folded
/// into the weights of words, so that a word that was never labelled has one. The same data and options give the same bytes: one thread, a
/// fixed order, its own random numbers and exponentials.
package struct Trainer: Sendable {
    package struct Options: Hashable, Sendable {
        /// Passes over the data.
        package var passes = 8
        package var learningRate: Float = 0.1
        /// Pull towards zero a step.
        ///
        /// nil: what suits the model.
        package var decay: Float?
        /// How much the directions of the embedding vary from text to text, which decides how fast they are learned; 0: none.
        ///
        /// nil: what suits the model.
        package var embedding: Float?
        package var seed: UInt64 = 1

        package init() {}

        /// The offensive texts are fewer, and need more.
        package static func decay(for kind: LinearModel.Kind) -> Float {
            switch kind {
            case .sentiment: 1e-3
            case .offensive: 3e-3
            }
        }

        /// Offensive words have more of their meaning from the company they keep.
        package static func embedding(for kind: LinearModel.Kind) -> Float {
            switch kind {
            case .sentiment: 0.3
            case .offensive: 0.6
            }
        }
    }

    /// Raised with every change of reading, features or training that gives other weights for the same data.
    package static let revision: UInt32 = 3

    let kind: LinearModel.Kind
    let options: Options

    package init(kind: LinearModel.Kind, options: Options) {
        self.kind = kind
        self.options = options
    }

    /// Trains on one set and calibrates on the other.
    package func train(on data: TrainingData) -> LinearModel {
        let columns = Columns(data, embedded: embedded)
        let weights = learn(columns.examples(of: data.training), columns: columns.count)
        let temperature = calibrate(weights, columns.examples(of: data.validation))
        let features = ranked(columns.folded(weights))
        var provenance = data.provenance
        provenance.settings = settings
        return quantise(features, bias: weights.bias, temperature: temperature, provenance: provenance)
    }

    /// Pull towards zero a step.
    var decay: Float { options.decay ?? Options.decay(for: kind) }

    var embedded: Float { options.embedding ?? Options.embedding(for: kind) }

    private var settings: LinearModel.Settings {
        .init(
            seed: options.seed,
            passes: UInt32(options.passes),
            learningRate: options.learningRate,
            decay: decay,
            embedding: embedded,
            trainer: Self.revision
        )
    }

    /// Every class counts as much as the others, whatever its share.
    static func classWeights(_ examples: Examples, labels: Int) -> [Float] {
        var counts = Array(repeating: 0, count: labels)
        for label in examples.labels { counts[label] += 1 }
        return counts.map { $0 == 0 ? 0 : Float(examples.count) / (Float(labels) * Float($0)) }
    }

    /// Class probabilities of values, one a label.
    func probabilities(_ values: SIMD4<Float>) -> SIMD4<Float> {
        var top = values[0]
        for label in 1..<kind.labels { top = max(top, values[label]) }
        var parts = SIMD4<Float>.zero
        for label in 0..<kind.labels { parts[label] = Softmax.exp(values[label] - top) }
        return parts / (parts[0] + parts[1] + parts[2])
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
