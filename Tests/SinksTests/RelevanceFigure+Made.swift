import Signals

extension RelevanceFigure {
    static func made(_ number: Int64, auc: Score? = Score(0.91)) -> RelevanceFigure {
        RelevanceFigure(
            number: number,
            at: Timestamp(seconds: 1_504_012_107 + number),
            log: 50 * number,
            decisions: 100,
            accepted: 40,
            auc: auc,
            accuracy: Score(0.875),
            calibrationError: Score(0.0312)
        )
    }
}
