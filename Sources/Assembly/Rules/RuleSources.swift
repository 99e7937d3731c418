import Foundation
import Language
package import Pipeline
import Relevance
package import Settings
package import Signals
package import Store

/// The sources of the rules in force: those named with a command, else the configuration, else the store.
package struct RuleSources: Sendable {
    /// Topics that replace all others; nil if none were named.
    package let topics: [Topic]?
    /// Friendlies that replace those of the configuration; nil if none were named.
    package let friendlies: [String]?

    package init(topics: [Topic]? = nil, friendlies: [String]? = nil) {
        self.topics = topics
        self.friendlies = friendlies
    }

    /// The rules without a store: the topics named, else those of the configuration, else none.
    ///
    /// - Throws: `Failure` and `TopicError` for a topic that cannot be; what reading weights throws.
    package func rules(_ configuration: Configuration) throws -> JudgingRules {
        try rules(configuration, topics: topics ?? configuration.topics ?? [], keepsAll: false)
    }

    /// The rules with a store: the topics named; else those of the configuration, or else those the store tracks, and
    /// the phrases that people said to track.
    ///
    /// - Throws: as `rules(_:)`, and what reading the store throws.
    package func rules(
        _ configuration: Configuration,
        store: Store,
        keepsAll: Bool = false
    ) async throws -> JudgingRules {
        let imported = try await store.importedFriendlies().map(\.author)
        let topics = try await topics(configuration, store: store)
        var rules = try rules(configuration, topics: topics, imported: imported, keepsAll: keepsAll)
        rules.settle(try await store.namedAuthors())
        return rules
    }

    private func topics(_ configuration: Configuration, store: Store) async throws -> [Topic] {
        if let topics { return topics }
        let tracked = try await TrackedPhrases(store)
        if let settled = configuration.topics { return tracked.joined(to: settled, areKept: false) }
        return tracked.joined(to: try await store.trackedTopics(), areKept: true)
    }

    /// `imported`: friendlies beside those named or configured.
    private func rules(
        _ configuration: Configuration,
        topics: [Topic],
        imported: [String] = [],
        keepsAll: Bool
    ) throws -> JudgingRules {
        try Self.check(topics)
        return try JudgingRules(
            topics: topics,
            friendlies: AuthorSet((friendlies ?? configuration.friendlies) + imported),
            own: AuthorSet(configuration.own),
            model: try LanguageModel(
                sentiment: WeightsFile.model(.sentiment, at: configuration.sentimentWeights),
                offensive: WeightsFile.model(.offensive, at: configuration.offensiveWeights),
                profanity: configuration.profanity
            ),
            keepsAll: keepsAll,
            volatileAbove: configuration.volatileAbove.map(Score.init) ?? Judge.usualVolatileAbove
        )
    }

    /// Refuses topics with text that cannot be shown or stored: a name is a tag and a table cell.
    ///
    /// - Throws: `Failure`.
    package static func check(_ topics: [Topic]) throws {
        for text in topics.flatMap({ [$0.name] + $0.aliases + $0.excluded + $0.required }) {
            guard text.utf8.count <= 200 else {
                let start = String(text.prefix(40)).debugDescription
                throw Failure(description: "the keyword \(start)… is longer than 200 bytes. Use a shorter phrase.")
            }
            let isClean = !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
            guard isClean else {
                throw Failure(description: "the keyword \(text.debugDescription) holds a control character. Remove it.")
            }
        }
    }
}
