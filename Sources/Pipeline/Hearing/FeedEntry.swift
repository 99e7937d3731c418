package import Feeds

/// A feed, what people call it, and its number in the store.
package struct FeedEntry: Sendable {
    package let name: String
    /// The number that signals bear; nil if they are not to bear one.
    package let number: Int64?
    /// The number that its places bear: 0 for files, so that what `run` and `replay` heard of one is the same.
    package let placesNumber: Int64
    package let feed: any Feed

    package init(_ feed: any Feed, name: String, number: Int64? = nil, sharesPlaces: Bool = true) {
        (self.name, self.number, self.feed) = (name, number, feed)
        placesNumber = sharesPlaces ? 0 : number ?? 0
    }
}
