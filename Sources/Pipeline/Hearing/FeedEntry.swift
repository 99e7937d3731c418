package import Feeds

/// A feed, the names it is known by, and its number in the store.
package struct FeedEntry: Supervised {
    /// Kind and place.
    package let identity: String
    package let kind: String
    /// The name that listings show.
    package let name: String
    /// The number that signals bear; nil if they are not to bear one.
    package let number: Int64?
    /// The number that its places bear: 0 for files, so that what `run` and `replay` heard of one is the same.
    package let placesNumber: Int64
    package let settings: any Hashable & Sendable
    package let feed: any Feed

    /// Makes an entry.
    ///
    /// `identity`: the name if nil. `settings`: everything the feed was made of.
    package init(
        _ feed: any Feed,
        name: String,
        kind: String = "",
        identity: String? = nil,
        number: Int64? = nil,
        sharesPlaces: Bool = true,
        settings: any Hashable & Sendable = ""
    ) {
        (self.name, self.kind, self.number, self.feed) = (name, kind, number, feed)
        self.identity = identity ?? name
        self.settings = settings
        placesNumber = sharesPlaces ? 0 : number ?? 0
    }
}
