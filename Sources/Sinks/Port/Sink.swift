package import Signals

/// A stream out: takes pages of the outbox and tells somebody of them.
///
/// It knows only the page and its memory. Cursors, waiting, draining and health are its runner's.
package protocol Sink: Sendable {
    /// The reader that it is to the store.
    var reader: OutboxReader { get }
    /// The most items that it wants in a page.
    var pageLimit: Int { get }
    /// Shortest time between two deliveries, so that single signals are told together; zero if each is told at once.
    var gathers: Duration { get }
    /// True if it sends lines as they were heard, which are kept for it then.
    var sendsRaw: Bool { get }

    /// Tells what stands first in a page, as much as goes out at once.
    ///
    /// Called for one page at a time. An item may come again that was told before, if the cursor could not be moved. When the
    /// task is cancelled it returns soon, and whatever it returns counts for nothing.
    /// - Precondition: the page has items.
    func deliver(_ page: OutboxPage, _ memory: ReaderMemory) async -> Delivery
}

extension Sink {
    package var sendsRaw: Bool { false }
}
