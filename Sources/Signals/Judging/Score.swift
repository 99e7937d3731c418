/// A number with four decimals: relevance, a probability, a sentiment.
///
/// Scores are whole ten-thousandths, so that what `judge` prints, the store keeps, a roll-up sums and a sink sends is
/// the same number, and a sum does not depend on the order it was made in.
package struct Score: Hashable, Comparable, Sendable {
    package let tenThousandths: Int32

    package init(tenThousandths: Int32) {
        self.tenThousandths = tenThousandths
    }

    /// The nearest score.
    package init(_ value: Double) {
        self.tenThousandths = Int32(value * 10_000 + (value < 0 ? -0.5 : 0.5))
    }

    package static let zero = Score(tenThousandths: 0)
    package static let one = Score(tenThousandths: 10_000)

    package var value: Double { Double(tenThousandths) / 10_000 }

    package static func < (left: Score, right: Score) -> Bool {
        left.tenThousandths < right.tenThousandths
    }

    package static func - (left: Score, right: Score) -> Score {
        Score(tenThousandths: left.tenThousandths - right.tenThousandths)
    }
}

extension Score: CustomStringConvertible {
    /// A decimal without trailing zeros.
    package var description: String {
        var writer = JSONWriter()
        writer.append(self)
        return writer.text
    }
}
