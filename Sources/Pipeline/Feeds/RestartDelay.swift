/// The pause of a feed that stopped: a random time below a limit that doubles with every failure.
struct RestartDelay {
    private static let first = 1.0
    private static let most = 60.0
    private var limit = first

    /// The next delay; at least `least`.
    mutating func next(atLeast least: Duration?, using random: inout some RandomNumberGenerator) -> Duration {
        let delay = Duration.seconds(Double.random(in: 0...limit, using: &random))
        limit = min(limit * 2, Self.most)
        return max(delay, least ?? .zero)
    }

    /// The time after which a feed that waits for a person is looked at again.
    static func look(using random: inout some RandomNumberGenerator) -> Duration {
        .seconds(Double.random(in: 30...60, using: &random))
    }
}
