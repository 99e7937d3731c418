extension Trainer {
    /// What was learned: a weight a column and label.
    struct Weights {
        fileprivate(set) var columns: [SIMD4<Float>]
        fileprivate(set) var bias = SIMD4<Float>.zero

        func values(_ examples: Examples, _ index: Int) -> SIMD4<Float> {
            var values = bias
            for cell in examples.range(index) {
                values += columns[Int(examples.columns[cell])] * examples.values[cell]
            }
            return values
        }
    }

    func learn(_ examples: Examples, columns: Int) -> Weights {
        var descent = Descent(columns: columns, decay: decay)
        let classWeights = Self.classWeights(examples, labels: kind.labels)
        var order = Array(0..<examples.count)
        var random = SplitMix(state: options.seed)
        for pass in 0..<options.passes {
            order.shuffle(using: &random)
            let rate = options.learningRate * (1 - Float(pass) / Float(options.passes))
            for index in order {
                let label = examples.labels[index]
                descent.settle(examples, index, rate: rate)
                var errors = probabilities(descent.weights.values(examples, index))
                errors[label] -= 1
                descent.step(examples, index, errors * classWeights[label], rate: rate)
            }
        }
        descent.settleAll(rate: options.learningRate / Float(max(1, options.passes)))
        return descent.weights
    }

    /// AdaGrad (Duchi, Hazan and Singer, 2011) with a decay that a column is given when it is next seen.
    private struct Descent {
        var weights: Weights
        private var squares: [SIMD4<Float>]
        private var biasSquares = SIMD4<Float>.zero
        /// The step at which a column was settled last.
        private var settled: [Int32]
        private var time: Int32 = 0
        private let decay: Float

        init(columns: Int, decay: Float) {
            weights = Weights(columns: Array(repeating: .zero, count: columns))
            squares = Array(repeating: .zero, count: columns)
            settled = Array(repeating: 0, count: columns)
            self.decay = decay
        }

        /// Begins a step: gives the text's columns the decay of the steps since they were seen.
        mutating func settle(_ examples: Examples, _ index: Int, rate: Float) {
            time += 1
            for cell in examples.range(index) { settle(Int(examples.columns[cell]), rate: rate) }
        }

        mutating func settleAll(rate: Float) {
            for column in settled.indices where settled[column] > 0 { settle(column, rate: rate) }
        }

        private mutating func settle(_ column: Int, rate: Float) {
            let pull = Float(time - settled[column]) * rate * decay
            let kept = 1 - pull / (1 + squares[column].squareRoot())
            weights.columns[column] *= pointwiseMax(.zero, kept)
            settled[column] = time
        }

        mutating func step(_ examples: Examples, _ index: Int, _ errors: SIMD4<Float>, rate: Float) {
            biasSquares += errors * errors
            weights.bias -= rate * errors / (1 + biasSquares.squareRoot())
            for cell in examples.range(index) {
                let column = Int(examples.columns[cell])
                let gradient = errors * examples.values[cell]
                squares[column] += gradient * gradient
                weights.columns[column] -= rate * gradient / (1 + squares[column].squareRoot())
            }
        }
    }
}
