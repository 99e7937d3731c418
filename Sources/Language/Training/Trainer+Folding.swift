extension Trainer {
    /// A feature that judging can look up, with a weight a label.
    struct Feature {
        let hash: UInt64
        let weights: SIMD4<Float>
        /// How often it was seen; 1 for a word that only the lexicon has.
        let count: Int
    }

    /// Weights in steps, the most important first.
    func quantise(
        _ features: [Feature],
        bias: SIMD4<Float>,
        temperature: Float,
        provenance: LinearModel.Provenance
    ) -> LinearModel {
        let weights = features.map { kind.outputs(of: $0.weights) * temperature }
        let largest = weights.reduce(SIMD2(repeating: Float(1e-6))) { pointwiseMax($0, pointwiseMax($1, -$1)) }
        // One weight of ten should not cost all the others their digits.
        let steps = pointwiseMin(largest, SIMD2(repeating: 3)) / 127
        let biases = kind.outputs(of: bias) * temperature
        let entries = zip(features, weights).lazy.map { feature, weights in
            let whole = (weights / steps).rounded(.toNearestOrAwayFromZero)
                .clamped(lowerBound: .init(repeating: -127), upperBound: .init(repeating: 127))
            return LinearModel.Entry(key: LinearModel.key(feature.hash), weights: SIMD2<Int8>(whole))
        }
        return LinearModel(
            kind: kind,
            steps: (0..<kind.outputs).map { steps[$0] },
            biases: (0..<kind.outputs).map { biases[$0] },
            entries: Array(entries.filter { $0.weights != .zero }.prefix(LinearModel.most)),
            provenance: provenance
        )
    }

    /// By how much a feature says, and how often it is there to say it; keys decide ties.
    func ranked(_ features: [Feature]) -> [Feature] {
        features.map { feature in
            (
                feature: feature, importance: kind.strength(of: feature.weights) * Float(feature.count).squareRoot(),
                key: LinearModel.key(feature.hash)
            )
        }
        .sorted { $0.importance == $1.importance ? $0.key < $1.key : $0.importance > $1.importance }
        .map(\.feature)
    }
}

extension Trainer.Columns {
    /// The features with all that training learned of them: words, negated words, pairs and emphasis.
    ///
    /// Words seen once are left out unless the lexicon has them: most are names and misspellings. So are negated words
    /// whose negation says no more than the word does.
    func folded(_ weights: Trainer.Weights) -> [Trainer.Feature] {
        var features: [Trainer.Feature] = []
        for (number, word) in vocabulary.words.enumerated() where word.count >= 2 || word.valence != nil {
            let letters = word.grams.reduce(SIMD4<Float>.zero) { $0 + weights.columns[gram($1)] }
            let spelled = weights.columns[number] + letters * Self.gramValue + self.weight(ofPoint: number, weights)
            let valence = word.valence ?? 0
            let plain = spelled + self.weight(ofValence: valence, weights)
            features.append(.init(hash: word.hash, weights: plain, count: max(1, word.count)))
            guard word.count >= 20 || word.negated >= 1 || (word.valence != nil && word.count >= 3) else { continue }
            let negated =
                spelled + weights.columns[self.negated(number)]
                + self.weight(ofValence: valence * Self.negatedValence, weights)
            let hash = word.hash ^ Features.negated
            features.append(.init(hash: hash, weights: negated, count: max(1, word.negated)))
        }
        for (number, other) in others.enumerated() {
            features.append(.init(hash: other.hash, weights: weights.columns[self.other(number)], count: other.count))
        }
        return features
    }

    private func weight(ofPoint word: Int, _ weights: Trainer.Weights) -> SIMD4<Float> {
        guard let point = embedding?.points[word] else { return .zero }
        return point.enumerated().reduce(.zero) { $0 + weights.columns[direction($1.offset)] * $1.element }
    }

    private func weight(ofValence valence: Float, _ weights: Trainer.Weights) -> SIMD4<Float> {
        weights.columns[self.valence(isPositive: valence > 0)] * (valence / 2)
    }
}

extension LinearModel.Kind {
    /// What is written of weights, one a label.
    fileprivate func outputs(of weights: SIMD4<Float>) -> SIMD2<Float> {
        switch self {
        case .sentiment: SIMD2(weights[0] - weights[1], weights[2] - weights[1])
        case .offensive: SIMD2(weights[1] - weights[0], 0)
        }
    }

    /// How much weights tell the labels apart.
    fileprivate func strength(of weights: SIMD4<Float>) -> Float {
        guard self == .sentiment else { return (weights[1] - weights[0]).magnitude }
        let mean = (weights[0] + weights[1] + weights[2]) / 3
        let (a, b, c) = (weights[0] - mean, weights[1] - mean, weights[2] - mean)
        return (a * a + b * b + c * c).squareRoot()
    }
}
