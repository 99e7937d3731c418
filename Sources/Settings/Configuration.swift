package import Language
package import Signals

/// What a person settles once: `earshot.yaml`.
///
/// Everything may be left out; nil and empty are what the program does without.
package struct Configuration: Hashable, Sendable {
    /// The store's file.
    package var store: String?
    /// nil where the file names none, which is not the same as an empty list.
    package var topics: [Topic]?
    /// Authors one has re-shared before.
    package var friendlies: [String] = []
    package var profanity = ProfanityChoices()
    /// A post that is more offensive than this is volatile, 0 to 1.
    package var volatileAbove: Double?
    /// Files of trained weights that take the place of the embedded ones.
    package var sentimentWeights: String?
    package var offensiveWeights: String?
    /// What `earshot run` listens to; what each kind takes is for the kind to check.
    package var feeds: [Entry] = []
    /// Where it tells what it kept.
    package var sinks: [Entry] = []
    /// Whether signals that match no topic are kept, too.
    package var keepsAll = false
    /// Whether the line of every signal is kept beside it.
    package var keepsRaw = false
    package var retention = RetentionSetting()
    /// How long something waits in the queue for a decision, from when it was heard.
    package var queueAge = Duration.seconds(14 * 86_400)
    /// What becomes of volatile signals in outputs that do not say otherwise.
    package var volatile = VolatilePolicy.keep
    /// Where health is asked for; nil for nowhere but the local socket.
    package var listen: ListenSetting?

    package init() {}

    /// The name it is looked for under, in the working folder.
    package static let usualPath = "earshot.yaml"
    /// The store's file if nothing names one, in the working folder.
    package static let usualStore = "earshot.db"
}
