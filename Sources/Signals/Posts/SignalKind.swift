/// A kind of signal: the closed list, with the traits of each.
///
/// Raw values are stored and never change.
package enum SignalKind: UInt8, Sendable, CaseIterable {
    case post = 0
    case reply = 1
    case repost = 2
    case quote = 3
    case issue = 4
    case comment = 5
    case question = 6
    case pull = 7
    case review = 8
    case discussion = 9
    case release = 10
    case commit = 11
    case build = 12
    case deploy = 13
    case incident = 14
    case alert = 15
    case advisory = 16
    case star = 17
}

extension SignalKind {
    /// The traits of a kind.
    package struct Traits: Sendable {
        package let name: String
        /// True if it says nothing without a text.
        package let needsText: Bool
        /// True if a person said it, so that it waits in the queue for a decision.
        package let waits: Bool
        /// The states that its facts may have; empty if it has none.
        package let states: [String]

        fileprivate init(
            _ name: String,
            needsText: Bool = true,
            waits: Bool = false,
            states: [String] = []
        ) {
            (self.name, self.needsText, self.waits, self.states) = (name, needsText, waits, states)
        }
    }

    /// A row each, in the order of the raw values.
    private static let table: [Traits] = [
        Traits("post", waits: true),
        Traits("reply", waits: true),
        Traits("repost", needsText: false),
        Traits("quote", waits: true),
        Traits("issue", waits: true, states: ["open", "closed"]),
        Traits("comment", waits: true),
        Traits("question", waits: true, states: ["open", "answered", "closed"]),
        Traits("pull", states: ["open", "merged", "closed"]),
        Traits("review", waits: true, states: ["approved", "changes_requested", "commented"]),
        Traits("discussion", waits: true, states: ["open", "answered", "closed"]),
        Traits("release", needsText: false, states: ["draft", "prerelease", "published", "yanked"]),
        Traits("commit"),
        Traits(
            "build",
            needsText: false,
            states: ["queued", "running", "passed", "failed", "unstable", "cancelled", "skipped"]
        ),
        Traits("deploy", needsText: false, states: ["queued", "running", "succeeded", "failed", "cancelled"]),
        Traits("incident", needsText: false, states: ["investigating", "identified", "monitoring", "resolved"]),
        Traits("alert", needsText: false, states: ["firing", "resolved"]),
        Traits("advisory", states: ["published", "withdrawn"]),
        Traits("star", needsText: false),
    ]

    /// The names of all kinds, in the order of the raw values.
    package static var names: [String] { table.map(\.name) }

    package var traits: Traits { Self.table[Int(rawValue)] }

    package var name: String { traits.name }

    /// Finds a kind by its name.
    package init?(name: String) {
        guard let index = Self.table.firstIndex(where: { $0.name == name }) else { return nil }
        self.init(rawValue: UInt8(index))
    }

    /// Finds a kind by its name, which is borrowed.
    package init?(utf8 name: UnsafeRawBufferPointer) {
        guard let index = Self.table.firstIndex(where: { $0.name.utf8.elementsEqual(name) }) else { return nil }
        self.init(rawValue: UInt8(index))
    }
}
