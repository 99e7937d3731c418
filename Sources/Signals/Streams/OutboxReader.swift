/// A reader of the outbox: a sink or a projection, as the store knows it.
package struct OutboxReader: Hashable, Sendable {
    /// The place at which one begins that the store does not know yet.
    ///
    /// Raw values are stored and never change.
    package enum Start: Int64, Sendable {
        /// With the first signal that is kept: for what mirrors the store.
        case beginning = 0
        /// With what is kept from then on: for what tells people, who want no history.
        case now = 1
    }

    /// The means by which it removes forgotten signals from its side.
    ///
    /// Raw values are stored and never change.
    package enum Removal: Int64, Sendable {
        /// It cannot.
        case none = 0
        /// By the instant of their points, which others may share: those are sent again.
        case byInstant = 1
        /// By what it noted when it was told.
        case byMemory = 2
    }

    /// The kind of all projections; sinks have others.
    package static let projection = "projection"

    /// Its kind and place, without a secret in it.
    package let identity: String
    package let kind: String
    /// Its name for people.
    package let label: String
    /// The streams it reads, in its order.
    package let reads: [OutboxStream]
    package let start: Start
    package let removal: Removal
    /// Tells whether retention waits for it.
    package let pins: Bool

    package init(
        identity: String,
        kind: String,
        label: String? = nil,
        reads: [OutboxStream],
        start: Start = .beginning,
        removal: Removal = .none,
        pins: Bool = true
    ) {
        (self.identity, self.kind, self.label) = (identity, kind, label ?? identity)
        (self.reads, self.start, self.removal, self.pins) = (reads, start, removal, pins)
    }

    /// The streams it has cursors in.
    package var cursors: [OutboxStream] { reads.contains(.signals) ? reads + [.changes] : reads }
}
