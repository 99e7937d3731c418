/// Something a source says of a signal it stated before.
package enum Change: Hashable, Sendable {
    /// Its source has taken it back.
    case withdrawn(SignalID)
    /// Everything of an author is to go.
    case hidden(author: String, source: String)
}
