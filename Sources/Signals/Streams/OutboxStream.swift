/// A stream of the outbox, which every reader follows behind a cursor of its own.
///
/// A closed list: raw values are stored and never change.
package enum OutboxStream: Int64, Sendable, CaseIterable {
    /// Signals that are to leave every output. First in every page.
    case removals = 1
    /// Signals, the new ones and in turn with them the changed ones.
    case signals = 2
    /// The cursor among the changed ones; whoever reads `signals` has it.
    case changes = 3
    /// Figures of learned relevance.
    case figures = 4
    case decisions = 5
    /// Messages about alerts. Nothing writes them yet.
    case notices = 6
    /// Counts of likes, reposts and replies over time. Nothing writes them yet.
    case samples = 7
}
