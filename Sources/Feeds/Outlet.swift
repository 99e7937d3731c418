package import Signals

/// The receiver of a feed's packets, in their order.
package protocol Outlet: Sendable {
    /// Hands a packet over; waits while there is no room.
    ///
    /// - Throws: `CancellationError` if the task is cancelled while it waits, or nothing is taken any more. The packet was
    ///   not taken.
    @discardableResult
    func send(_ packet: consuming Packet) async throws(CancellationError) -> Ticket
    /// Hands a packet over without waiting.
    ///
    /// - Returns: nil if there is no room: the packet is dropped and counted, and the next one that is taken says so.
    func offer(_ packet: consuming Packet) -> Ticket?
    /// Says how the feed is doing, at once.
    func note(_ condition: Condition)
}

/// The condition of a feed while it runs.
package enum Condition: Hashable, Sendable {
    case hearing
    /// There is nothing to hear yet.
    case waiting(Cause)
}
