package import Signals

/// The points of the figures of learned relevance: numbers alone, and nothing that was heard.
package enum FigurePoints {
    package static let measurement = "relevance"

    /// A figure that cannot be told is no field: unknown is never zero.
    package static func point(of figure: RelevanceFigure) -> Point {
        var fields: [(key: String, value: Point.Field)] = [
            ("decisions", .integer(Int64(figure.decisions))), ("accepted", .integer(Int64(figure.accepted))),
        ]
        let scores = [
            ("auc", figure.auc), ("accuracy", figure.accuracy), ("calibration_error", figure.calibrationError),
        ]
        for case (let key, let score?) in scores { fields.append((key, .float(score.value))) }
        return Point(measurement: measurement, tags: [], fields: fields, timestamp: figure.instant)
    }
}
