/// How well the decisions about one topic were predicted.
package struct TopicFigures: Hashable, Sendable {
    package let topic: String
    package let figures: PredictionFigures
}
