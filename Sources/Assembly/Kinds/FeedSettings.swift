import Feeds
import Settings

/// Everything that a feed is made of.
package struct FeedSettings: Hashable, Sendable {
    private let entry: Entry
    private let format: PostFormat
    private let keepsRaw: Bool

    init(_ entry: Entry, _ lines: LineOptions) {
        (self.entry, format, keepsRaw) = (entry, lines.format, lines.keepsRaw)
    }
}
