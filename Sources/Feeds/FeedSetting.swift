/// A stream to follow, as an entry of a configuration says it.
package struct FeedSetting: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        /// A file that is followed while it grows.
        case file(String)
        /// Every file of a folder.
        case folder(String)
        case standardInput
    }

    package var source: Source
    /// How its lines are read; nil for the usual.
    package var format: PostParser.Format?

    package init(source: Source, format: PostParser.Format? = nil) {
        self.source = source
        self.format = format
    }
}
