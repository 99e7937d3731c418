package import Feeds

/// A feed, what people call it, and the number that its places bear.
package struct FeedEntry: Sendable {
    package let name: String
    /// 0 for files: what `run` and `replay` heard of one is the same.
    package let number: Int64
    package let feed: any Feed

    package init(_ feed: any Feed, name: String, number: Int64 = 0) {
        (self.name, self.number, self.feed) = (name, number, feed)
    }
}
