import Language
import Relevance
import Signals
import Testing

/// Figures over time: a function of the log up to each.
@Suite struct RelevanceSeriesTests {
    private let deciding = DecisionRecorder()

    private func places(_ log: [Decision]) -> [RelevanceSeries.Place] {
        log.enumerated().map { (number: Int64(3 * $0.offset + 1), decision: $0.element) }
    }

    @Test func `one is due after every fifty accepts and rejects, of the latest hundred predicted`() throws {
        let log = deciding.log(275)
        let figures = RelevanceSeries.figures(of: places(log))
        #expect(figures.map(\.number) == [1, 2, 3, 4, 5])
        #expect(figures.map(\.log) == [49, 99, 149, 199, 249].map { Int64(3 * $0 + 1) })
        #expect(figures.map(\.at) == [49, 99, 149, 199, 249].map { log[$0].at })
        for (index, figure) in figures.enumerated() {
            let evaluation = RelevanceEvaluation(log.prefix(50 * (index + 1)))
            let expected = PredictionFigures(Array(evaluation.predictions.suffix(100)))
            // At the second the first few of the hundred came before there was enough.
            let count = index < 2 ? evaluation.predictions.count : 100
            #expect(figure.decisions == count)
            #expect(figure.accepted == expected.accepted)
            #expect(figure.auc == expected.auc.map(Score.init))
            #expect(figure.accuracy == expected.accuracy.map(Score.init))
            #expect(figure.calibrationError == expected.calibrationError.map(Score.init))
        }
    }

    @Test func `what cannot be told is unknown`() {
        let accepts = (0..<50).map { deciding.decision(.accept, "storm \($0)", id: $0) }
        let figure = RelevanceSeries.figures(of: places(accepts)).first
        #expect(figure?.decisions == 0)
        #expect(figure?.auc == nil && figure?.accuracy == nil && figure?.calibrationError == nil)
    }

    @Test(arguments: 1...8)
    func `it does not matter when they are made, nor what is said and taken back later`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let log = LogMaker(seed: seed).log(600)
        let all = RelevanceSeries.figures(of: places(log))
        #expect(all.count >= 5)
        for _ in 0..<6 {
            let part = Int.random(in: 0..<log.count, using: &random)
            let early = RelevanceSeries.figures(of: places(Array(log.prefix(part))))
            #expect(early == Array(all.prefix(early.count)))
            let rest = RelevanceSeries.figures(of: places(log), after: Int64(early.count))
            #expect(rest == Array(all.dropFirst(early.count)))
        }
    }

    @Test func `what archives say and samples find is no decision`() {
        let log = deciding.log(99)
        let others = (0..<80).map { deciding.decision(.accept, "storm", id: 900 + $0, by: Decision.archive) }
        #expect(RelevanceSeries.figures(of: places(others + log)).count == 1)
    }
}
