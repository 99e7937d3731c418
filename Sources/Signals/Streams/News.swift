/// The kind of news that a packet brings: heard live, later, or from a recording; see "News" in the architecture.
///
/// Raw values are stored and never change.
package enum News: UInt8, Sendable, CaseIterable {
    /// Heard as it was said.
    case live = 0
    /// Said while nobody listened, and heard since.
    case caughtUp = 1
    /// Older entries that a feed brought along, such as those of its first fetch.
    case backfilled = 2
    /// Kept from the unmatched because a topic came to be tracked.
    case recalled = 3
    /// Heard from a recording.
    case recorded = 4

    /// True if it is something that happens, not history: it waits in the queue, and sinks without history are told.
    package var isEvent: Bool { self == .live || self == .caughtUp || self == .recorded }

    package var name: String {
        switch self {
        case .live: "live"
        case .caughtUp: "caught-up"
        case .backfilled: "backfilled"
        case .recalled: "recalled"
        case .recorded: "recorded"
        }
    }
}
