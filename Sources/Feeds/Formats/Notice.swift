/// A message of a stream that is no post: heard, counted, and not judged.
package struct Notice: Hashable, Sendable {
    /// The name of the message: `delete`, `limit`, `warning`, …; from a closed list.
    package var kind: String
    /// How many posts the stream has left out since it was connected.
    package var undelivered: Int64?

    package init(kind: String, undelivered: Int64? = nil) {
        self.kind = kind
        self.undelivered = undelivered
    }
}
