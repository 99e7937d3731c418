extension SignalID {
    /// Nanoseconds since 1970 of the points of this signal: its time at the source's resolution, and below that a hash of
    /// its id, so that two posts of one moment are two points and the same post sent twice is one.
    package func instant(at time: Timestamp) -> Int64 {
        let resolution = Self.resolution(of: source)
        let spread = StableHash.hash(qualified) % UInt64(resolution * 1_000_000)
        return time.floored(to: resolution).milliseconds * 1_000_000 + Int64(spread)
    }

    /// The coarsest resolution of any source, in milliseconds: signals whose instants agree are within one such step.
    package static let coarsestResolution: Int64 = 1000

    /// Milliseconds to which a source states times, always; a second where that is not known.
    private static func resolution(of source: String) -> Int64 {
        switch source {
        case "x", "mastodon", "bluesky": 1
        default: coarsestResolution
        }
    }
}
