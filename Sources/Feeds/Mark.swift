package import Signals

/// The place up to which a stream of a feed was heard.
package struct Mark: Sendable {
    /// The stream within the feed; a folder has many.
    package let stream: String
    /// Tells places of one stream apart where several are kept at a time; 0 if there is but one.
    package let key: UInt64
    /// The key of the place that this one takes over from; nil if that stays.
    package var replaces: UInt64?
    /// True if it stays when the stream moves on: a whole file may come again under another name.
    package var stays: Bool
    private let make: @Sendable () -> Place

    /// The only place of a stream.
    package init(_ place: Place, stream: String = "") {
        (self.stream, key, stays) = (stream, 0, false)
        make = { place }
    }

    /// One of several places of a stream.
    ///
    /// `place`: asked when the packet was judged, because a place may hold what was counted in that.
    package init(stream: String, key: UInt64, replaces: UInt64?, stays: Bool, place: @escaping @Sendable () -> Place) {
        (self.stream, self.key, self.replaces, self.stays) = (stream, key, replaces, stays)
        make = place
    }

    /// The place, once the packet was judged.
    package var place: Place { make() }
}
