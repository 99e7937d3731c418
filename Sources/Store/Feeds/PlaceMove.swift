package import Signals

/// The place of a feed's stream after a batch.
package struct PlaceMove: Hashable, Sendable {
    /// The feed's number; 0 for every file, so that `run` and `replay` share what was heard.
    package var feed: Int64
    package var stream: String
    /// The rules it was heard with; 0 where they do not count.
    package var scope: UInt64
    /// Tells places of one stream apart.
    package var key: UInt64
    /// The key of the place that this one takes over from, unless that stays.
    package var replaces: UInt64?
    /// True if it stays when the stream moves on.
    package var stays: Bool
    package var place: Place

    package init(
        feed: Int64 = 0,
        stream: String,
        scope: UInt64,
        key: UInt64,
        replaces: UInt64? = nil,
        stays: Bool = false,
        place: Place
    ) {
        (self.feed, self.stream, self.scope, self.key) = (feed, stream, scope, key)
        (self.replaces, self.stays, self.place) = (replaces, stays, place)
    }

    /// Takes a later move of the same stream in; false if it does not go on from this one.
    mutating func extend(with next: PlaceMove) -> Bool {
        guard !stays, next.feed == feed, next.stream == stream, next.scope == scope, next.replaces == key else {
            return false
        }
        let first = replaces
        self = next
        replaces = first
        return true
    }
}
