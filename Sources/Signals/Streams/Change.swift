/// Something a source says of a signal it stated before.
package enum Change: Hashable, Sendable {
    /// Its source has taken it back.
    case withdrawn(SignalID)
}
