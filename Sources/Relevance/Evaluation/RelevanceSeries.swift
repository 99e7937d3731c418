package import Signals

/// The figures of learned relevance over time: after every fifty decisions of a log, those of the latest hundred.
///
/// Each is a function of the log up to its place, and of nothing else: it is the same whenever it is made, and whatever is
/// undone later.
package struct RelevanceSeries {
    /// A decision and its place in the log.
    package typealias Place = (number: Int64, decision: Decision)

    /// So many decisions are between two figures.
    package static let interval = 50
    /// So many decisions are looked at, as far as they could be predicted.
    package static let window = 100

    private let log: [Place]
    /// What stands of the log up to `read`.
    private var standing = GrowingLog()
    private var read = 0
    /// Of the whole log: mostly it begins as every earlier part of it did, and nothing is folded twice.
    private var whole: RelevanceReplay

    private init(_ log: [Place]) {
        self.log = log
        whole = RelevanceReplay(DecisionLog(log.lazy.map(\.decision)).lessons)
    }

    /// The figures of a log behind the first `known` of them.
    package static func figures(of log: [Place], after known: Int64 = 0) -> [RelevanceFigure] {
        let counted = log.indices.filter { log[$0].decision.isCounted }
        let ends = stride(from: interval - 1, to: counted.count, by: interval).map { counted[$0] }
        guard ends.count > known, let last = ends.last else { return [] }
        var series = RelevanceSeries(Array(log[...last]))
        return ends.enumerated().dropFirst(Int(known)).map { series.figure(number: Int64($0 + 1), end: $1) }
    }

    private mutating func figure(number: Int64, end: Int) -> RelevanceFigure {
        let figures = PredictionFigures(predictions(end: end))
        return RelevanceFigure(
            number: number,
            at: log[end].decision.at,
            log: log[end].number,
            decisions: figures.decisions,
            accepted: figures.accepted,
            auc: figures.auc.map(Score.init),
            accuracy: figures.accuracy.map(Score.init),
            calibrationError: figures.calibrationError.map(Score.init)
        )
    }

    /// Of the latest decisions that stand in the log up to `end`, which only grows.
    private mutating func predictions(end: Int) -> [Prediction] {
        while read <= end {
            standing.append(log[read].decision)
            read += 1
        }
        let lessons = DecisionLog(standing).lessons
        let last = lessons.count { !$0.example.isArchived }
        let wanted = max(0, last - Self.window)..<last
        if whole.begins(with: lessons) { return whole.predictions(of: wanted) }
        var replay = RelevanceReplay(lessons)
        return replay.predictions(of: wanted)
    }
}

extension Decision {
    /// Whether it counts towards the next figure, whatever becomes of it later.
    fileprivate var isCounted: Bool {
        (verdict == .accept || verdict == .reject) && features != nil && weight > .zero && by != Self.archive
    }
}
