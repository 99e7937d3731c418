/// The way a stream lets Earshot in.
package enum Access: String, Hashable, Sendable, CaseIterable {
    /// Anybody may, or whoever may read the file.
    case open
    /// With a token or password of one's own.
    case token
    /// With a contract that has to be bought or applied for.
    case licence
    /// Through somebody else's server.
    case relay
}
