package import Signals

/// The unit a feed hands over: its place commits in the transaction of what came of it.
package struct Packet: Sendable {
    package enum Content: Sendable {
        case lines(LineBlock)
        /// Posts that the feed decoded itself.
        case posts([Signal])
        case changes([Change])
        /// Input that the feed could not read itself.
        case dead([DeadLetter])
        /// Nothing was said, but the place is another now.
        case nothing
    }

    package var content: Content
    package var news: News
    /// A part of the stream that is missing before this packet.
    package var gap: Gap?
    /// The place behind this packet; nil if the stream cannot be heard again.
    package var mark: Mark?
    /// Counts what is heard of the stream; nil if nobody asks.
    package var tally: StreamTally?

    package init(
        _ content: Content,
        news: News = .live,
        gap: Gap? = nil,
        mark: Mark? = nil,
        tally: StreamTally? = nil
    ) {
        (self.content, self.news, self.gap, self.mark, self.tally) = (content, news, gap, mark, tally)
    }

    /// About how much memory it holds.
    package var bytes: Int {
        switch content {
        case .lines(let block): block.bytes.count
        case .posts(let posts): posts.reduce(0) { $0 + $1.text.utf8.count + 256 }
        case .dead(let letters): letters.reduce(0) { $0 + $1.payload.count }
        case .changes(let changes): changes.count * 64
        case .nothing: 0
        }
    }
}
