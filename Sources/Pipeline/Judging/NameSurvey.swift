import Language
import Signals
package import Store
package import Trends

/// Goes through what a store has heard, kept or unmatched, and counts the names in it.
package struct NameSurvey: Sendable {
    private let store: Store
    private let selection: Store.Selection

    package init(_ store: Store, _ selection: Store.Selection) {
        self.store = store
        self.selection = selection
    }

    /// The names that no tracked topic finds, at most `limit`.
    package func names(limit: Int) async throws -> [NameCount] {
        let rules = try JudgingRules(topics: try await store.trackedTopics(), keepsAll: true)
        let finder = EntityFinder(model: rules.model)
        let tokens = TokenBuffer()
        var counts = NameCounts()
        try await HeardSignals(store: store, selection: selection, rules: rules).visit { signal, judgement in
            let entities = finder.entities(in: signal.matchableText, language: judgement.language, tokens)
            counts.add(entities, author: signal.author, sentiment: judgement.sentiment?.score, id: signal.id)
        }
        // A name that a topic has is tracked, whatever else that topic needs.
        let analyzer = TextAnalyzer(matcher: rules.matcher, model: rules.model)
        return counts.top(limit) { analyzer.verdicts(on: $0).isEmpty }
    }
}
