import Language
import Relevance
package import Signals
package import Store

/// Phrases that people said to track: topics beside those that are settled elsewhere.
package struct TrackedPhrases: Sendable {
    /// Those that hold, in the order they were said.
    let phrases: [String]
    /// Those that were taken back.
    let former: Set<String>

    /// Reads the decisions of a store.
    package init(_ store: Store) async throws {
        guard try await store.hasDecisions(.track) else {
            self.init([])
            return
        }
        self.init(try await store.decisions().map(\.decision))
    }

    init(_ log: [Decision]) {
        var phrases: [String] = []
        for phrase in DecisionLog(log).standing.compactMap(Self.phrase) where !phrases.contains(phrase) {
            phrases.append(phrase)
        }
        self.phrases = phrases
        former = Set(log.compactMap(Self.phrase)).subtracting(phrases)
    }

    private static func phrase(_ decision: Decision) -> String? {
        guard decision.verdict == .track, case .phrase(let phrase) = decision.subject, fault(of: phrase) == nil else {
            return nil
        }
        return phrase
    }

    /// Why a phrase cannot be tracked; nil where it can.
    static func fault(of phrase: String) -> String? {
        guard phrase.utf8.count <= 200 else { return "the phrase is longer than 200 bytes. Track a shorter one." }
        let isClean = !phrase.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        guard isClean else { return "the phrase holds a control character. Remove it." }
        do throws(TopicError) {
            _ = try TopicMatcher(topics: [Topic(name: phrase)])
            return nil
        } catch {
            return error.description
        }
    }

    /// Some topics and the phrases that hold beside them.
    ///
    /// `areKept`: the topics are those that a store held, among which are phrases tracked before, also such as were
    /// taken back.
    package func joined(to topics: [Topic], areKept: Bool) -> [Topic] {
        let topics = areKept ? topics.filter { !former.contains($0.name) } : topics
        let names = Set(topics.map { $0.name.lowercased() })
        return topics + phrases.filter { !names.contains($0.lowercased()) }.map(Topic.init)
    }
}
