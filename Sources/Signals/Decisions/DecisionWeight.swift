/// How much a decision teaches.
///
/// Bounded, so that no single success outweighs what a person said: from a half to two.
package enum DecisionWeight {
    /// Of what an archive shows that its owner shared long ago: an accept that nobody made here.
    package static let archived = Score(0.5)

    /// No decision teaches more.
    package static let most = Score(2)

    /// The engagement that is worth half of what the greatest is worth.
    private static let half = 20.0

    /// Of an accepted signal that was shared, by what became of it: 1 + e / (e + 20), where e = likes + 2 · replies +
    /// 3 · reposts, so that it is 1 where nobody minded and comes near 2 where many did.
    ///
    /// A figure that is unknown is left out, and where all are the weight is 1: unknown is not failure.
    package static func shared(_ outcome: Engagement) -> Score {
        func figure(_ value: Int64?) -> Double { Double(max(0, value ?? 0)) }
        let engagement = figure(outcome.likes) + 2 * figure(outcome.replies) + 3 * figure(outcome.reposts)
        return Score(1 + engagement / (engagement + half))
    }
}
