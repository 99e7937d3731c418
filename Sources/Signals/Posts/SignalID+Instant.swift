extension SignalID {
    /// Nanoseconds since 1970 of the points of this signal: its time at the source's resolution, and below that a hash of
    /// its id, so that two posts of one moment are two points and the same post sent twice is one.
    package func instant(at time: Timestamp) -> Int64 {
        let resolution = SourceTraits.of(source).resolution
        let spread = StableHash.hash(qualified) % UInt64(resolution * 1_000_000)
        return time.floored(to: resolution).milliseconds * 1_000_000 + Int64(spread)
    }

    /// The time at which it was made, to the millisecond, by the clock in its id; nil if its source's ids have none.
    package var clockTime: Timestamp? {
        guard let snowflakes = SourceTraits.of(source).snowflakes else { return nil }
        return numericValue.flatMap(snowflakes.time)
    }
}
