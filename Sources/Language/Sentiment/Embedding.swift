/// Words as points: those that keep the same company lie close together, so that one of them learns from the others.
///
/// Only training reads it; what it says ends up in the weights of its words.
struct Embedding {
    /// A row a word of the vocabulary; zero for a rare word.
    private(set) var points: Matrix

    /// The words of a vocabulary by their company in training and unlabelled texts.
    ///
    /// `deviation`: how much the sums over the training texts vary in every direction.
    init(of vocabulary: Vocabulary, in data: TrainingData, deviation: Float) {
        let training = vocabulary.numbers(of: data.training.map(\.text))
        let texts = training + vocabulary.numbers(of: data.unlabelled)
        let company = Company(texts, words: vocabulary.words.count)
        var directions = Self.directions(of: company)
        directions.normaliseRows()
        points = Matrix(rows: vocabulary.words.count)
        for (row, word) in company.words.enumerated() { points[word] = directions[row] }
        scale(over: training, to: deviation)
    }

    /// The largest eigenvectors, each times the root of its eigenvalue.
    ///
    /// By orthogonal iteration, which needs nothing but products. What it has not told apart in a few rounds are directions
    /// of about the same size, and those may be mixed.
    private static func directions(of company: Company) -> Matrix {
        var random = SplitMix(state: 1)
        var directions = Matrix(rows: company.words.count, using: &random)
        var sizes = directions.orthonormalise()
        for _ in 0..<8 {
            directions = company.product(directions)
            sizes = directions.orthonormalise()
        }
        // Fewer words than directions leave some with nothing but rounding.
        let least = (sizes.max() ?? 0) / 1000
        directions.scale(sizes.map { $0 > least ? $0.squareRoot() : 0 })
        return directions
    }

    /// The sum of the points of a text's words.
    func sum(_ text: [Int32]) -> ArraySlice<Float> {
        var sum = Matrix(rows: 1)
        for word in text { sum.add(points, row: Int(word), times: 1, to: 0) }
        return sum[0]
    }

    private mutating func scale(over texts: [[Int32]], to deviation: Float) {
        var sums = Array(repeating: Float(0), count: Matrix.width)
        var squares = sums
        for text in texts {
            for (column, value) in sum(text).enumerated() {
                sums[column] += value
                squares[column] += value * value
            }
        }
        let count = Float(max(1, texts.count))
        points.scale(
            zip(sums, squares).map { sum, square in
                let variance = square / count - (sum / count) * (sum / count)
                return variance > 0 ? deviation / variance.squareRoot() : 0
            }
        )
    }
}
