import Language
import Relevance
package import Store

extension Store {
    /// Makes the store ready for batches that are judged with rules.
    @discardableResult
    package func prepare(for rules: JudgingRules) async throws -> Preparation {
        try await prepare(
            topics: rules.matcher.topics,
            authors: rules.friendlies.list.union(rules.own.list),
            revision: rules.model.revision
        ) { TextAnalyzer.sketch(of: $0) }
    }
}
