package import Signals

/// State that follows from what is kept, counted up from the outbox page by page.
///
/// It is a pure function of the pages: a restart, a rebuild and a backtest are the same reading from another place.
package protocol Projection: Sendable {
    /// Its name in the store.
    static var identity: String { get }
    /// Rises when states of the version before mean something else: it is built anew then.
    static var version: Int64 { get }
    /// The streams it reads, in this order.
    static var reads: [OutboxStream] { get }

    /// The state before anything was read.
    init()
    /// A state that was saved.
    init(encoded: [UInt8]) throws
    var encoded: [UInt8] { get }
    mutating func apply(_ page: OutboxPage) throws
}
