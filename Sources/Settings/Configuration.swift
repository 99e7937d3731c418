package import Language
package import Signals

/// The settings that a person makes once: `earshot.yaml`.
///
/// Everything may be left out; nil and empty are what the program does without.
package struct Configuration: Hashable, Sendable {
    /// The store's file.
    package var store: String?
    /// nil where the file names none, which is not the same as an empty list.
    package var topics: [Topic]?
    /// Authors one has re-shared before.
    package var friendlies: [String] = []
    /// Accounts of one's own people, such as `ada` or `github:ada`.
    package var own: [String] = []
    package var profanity = ProfanityChoices()
    /// A post that is more offensive than this is volatile, 0 to 1.
    package var volatileAbove: Double?
    /// Files of trained weights that take the place of the embedded ones.
    package var sentimentWeights: String?
    package var offensiveWeights: String?
    /// The feeds that `earshot run` hears; each kind checks the keys of its own.
    package var feeds: [Entry] = []
    /// The sinks to which it tells what it kept.
    package var sinks: [Entry] = []
    /// True if signals that match no topic are kept, too.
    package var keepsAll = false
    /// True if the line of every signal is kept beside it.
    package var keepsRaw = false
    package var retention = RetentionSetting()
    /// The longest that something waits in the queue for a decision, from when it was heard.
    package var queueAge = Duration.seconds(14 * 86_400)
    /// The treatment of volatile signals in outputs that do not say otherwise.
    package var volatile = VolatilePolicy.keep
    /// The address at which health is asked for; nil for nowhere but the local socket.
    package var listen: ListenSetting?

    package init() {}

    /// The name it is looked for under, in the working folder.
    package static let usualPath = "earshot.yaml"
    /// The store's file if nothing names one, in the working folder.
    package static let usualStore = "earshot.db"
}
