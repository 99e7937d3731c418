/// Counts of what a packet held, as it was judged.
package struct PacketCounts: Sendable {
    /// Lines, posts of pages one by one.
    var heard = 0
    /// Posts without a topic.
    var unmatched = 0
    var dead = 0
    /// Messages that are no post, and changes.
    var notices = 0
    /// Posts that the stream said it left out; nil if it said nothing of it.
    var undelivered: Int64?
    /// Its signals in the batch.
    var signals = 0..<0
}
