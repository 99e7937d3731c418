package import Feeds

/// A feed that was made of an entry, and what it is known by.
package struct NamedFeed: Sendable {
    package let feed: any Feed
    package let kind: String
    /// Kind and place.
    package let identity: String
    /// The name that listings show.
    package let label: String
    /// True if its places are those of files, by content, which `run` and `replay` share.
    package let sharesPlaces: Bool
    /// Everything it was made of.
    package let settings: FeedSettings

    package init(
        _ feed: any Feed,
        kind: String,
        identity: String,
        label: String,
        sharesPlaces: Bool,
        settings: FeedSettings
    ) {
        (self.feed, self.kind, self.identity) = (feed, kind, identity)
        (self.label, self.sharesPlaces, self.settings) = (label, sharesPlaces, settings)
    }
}
