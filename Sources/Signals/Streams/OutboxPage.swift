/// A part of the outbox, read for one attempt in one transaction: removals first, then the reader's streams in its order.
package struct OutboxPage: Sendable {
    package enum Content: Sendable {
        case removal(OutboxRemoval)
        case signal(OutboxEntry)
        case figure(RelevanceFigure)
        /// A decision and its place in the log.
        case decision(Int64, Decision)
    }

    package struct Item: Sendable {
        package let content: Content
        /// The reader's position once it has dealt with this one and all before it.
        package let position: OutboxPosition

        package init(_ content: Content, position: OutboxPosition) {
            (self.content, self.position) = (content, position)
        }

        /// The stream that a sink would say it came from.
        package var stream: OutboxStream {
            switch content {
            case .removal: .removals
            case .signal: .signals
            case .figure: .figures
            case .decision: .decisions
            }
        }
    }

    /// The position from which the reader reads.
    package let start: OutboxPosition
    package let items: [Item]
    /// The position once all is dealt with: also behind entries that are not for the reader.
    package let end: OutboxPosition
    /// The number of entries that left the store before this reader came for them, and that nobody was told of yet.
    package let expired: Int
    /// The number of entries between start and end that are too old for this reader.
    package let outdated: Int

    package init(
        start: OutboxPosition,
        items: [Item],
        end: OutboxPosition? = nil,
        expired: Int = 0,
        outdated: Int = 0
    ) {
        (self.start, self.items, self.expired, self.outdated) = (start, items, expired, outdated)
        self.end = end ?? items.last?.position ?? start
    }

    /// Returns the reader's position once it has dealt with the first `count` items.
    package func position(after count: Int) -> OutboxPosition {
        if count >= items.count { return end }
        return count > 0 ? items[count - 1].position : start
    }
}
