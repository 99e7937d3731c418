extension Trainer {
    /// The factor on the values that makes the class-balanced log loss on validation data smallest.
    func calibrate(_ weights: Weights, _ examples: Examples) -> Float {
        let classWeights = Self.classWeights(examples, labels: kind.labels)
        let values = (0..<examples.count).map { weights.values(examples, $0) }
        func loss(_ factor: Float) -> Double {
            zip(examples.labels, values).reduce(0) { sum, example in
                let probability = probabilities(example.1 * factor)[example.0]
                return sum - Double(classWeights[example.0]) * Softmax.log(Double(max(probability, 1e-12)))
            }
        }
        // Counted in whole steps: a sum of many twentieths would not be the same number as one.
        let losses = (4...60).map { (factor: Float($0) / 20, loss: loss(Float($0) / 20)) }
        return losses.min { $0.loss < $1.loss }?.factor ?? 1
    }
}

extension Softmax {
    /// The natural logarithm of a positive number within 1e-9, the same bits on every machine.
    static func log(_ x: Double) -> Double {
        var (exponent, significand) = (Double(x.exponent), x.significand)
        if significand > 1.414_213_562_373_095 { (exponent, significand) = (exponent + 1, significand / 2) }
        // ln m = 2 artanh((m-1)/(m+1)), whose argument is below 0.172.
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var series = 0.0
        for power in stride(from: 11.0, through: 1, by: -2) { series = series * square + 1 / power }
        return 2 * ratio * series + exponent * 0.693_147_180_559_945_3
    }
}
