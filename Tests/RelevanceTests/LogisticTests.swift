import Foundation
import Relevance
import Testing

@Suite struct LogisticTests {
    @Test func `it agrees with the library of this machine to thirteen digits`() {
        for step in -4_000...4_000 {
            let value = Double(step) / 100
            #expect(abs(Logistic.exponential(value) / exp(value) - 1) < 2e-14, "exp \(value)")
            let positive = exp(value)
            #expect(abs(Logistic.logarithm(positive) - log(positive)) < 2e-14 * max(1, abs(value)), "log \(positive)")
        }
    }

    @Test func `a probability and its logit are inverse`() {
        for step in 1..<1_000 {
            let probability = Double(step) / 1_000
            #expect(abs(Logistic.probability(Logistic.logit(probability)) - probability) < 1e-14)
        }
        #expect(Logistic.probability(0) == 0.5)
    }

    @Test(arguments: [-Double.infinity, -1e300, -41, 41, 1e300, .infinity])
    func `what is beyond all doubt is still a probability`(logit: Double) {
        let probability = Logistic.probability(logit)
        #expect((0...1).contains(probability))
        #expect((probability > 0.5) == (logit > 0))
    }
}
