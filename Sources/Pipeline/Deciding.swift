import Foundation
import Language
import Relevance
package import Signals
package import Store

/// Puts what people decided into the log, with what each decision was made on.
package actor Deciding {
    /// What became of some decisions.
    package struct Result: Hashable, Codable, Sendable {
        package var recorded = 0
        /// Those that were in the log already.
        package var repeated = 0
        /// Ids that no signal has; the decisions about them are recorded, and teach nothing.
        package var unknown: [String] = []
        /// Ids that more than one signal has; nothing was recorded of them.
        package var ambiguous: [String] = []
        /// Whether a phrase came to be tracked, or may be no longer.
        package var tracks = false

        private enum CodingKeys: CodingKey { case recorded, repeated, unknown, ambiguous }

        package init() {}
    }

    private let store: Store
    private let reader = FeatureReader()
    private let tokens = TokenBuffer()

    package init(store: Store) {
        self.store = store
    }

    /// Records decisions in this order.
    ///
    /// `now`: when those were made that do not say.
    /// - Throws: database errors, and `DecisionLine.Fault`.
    package func decide(_ lines: [DecisionLine], now: Timestamp) async throws -> Result {
        var result = Result()
        var decisions: [Decision] = []
        for line in lines {
            if let decision = try await decision(line, now, &result) { decisions.append(decision) }
        }
        result.tracks = decisions.contains { $0.verdict == .track || $0.verdict == .undo }
        for place in try await record(decisions) {
            if place == nil { result.repeated += 1 } else { result.recorded += 1 }
        }
        return result
    }

    /// Appends decisions to the log, in this order.
    ///
    /// - Returns: for each its place in the log; nil for one that was there already.
    package func record(_ decisions: [Decision]) async throws -> [Int64?] {
        try await store.append(decisions)
    }

    /// What a decision about a signal is made on.
    package func features(of kept: KeptSignal) -> DecisionFeatures {
        reader.read(kept.signal, judgement: kept.judgement, tokens: tokens)
        return reader.frozen(prior: kept.judgement.relevance)
    }

    private func decision(_ line: DecisionLine, _ now: Timestamp, _ result: inout Result) async throws -> Decision? {
        let verdict = try line.readVerdict()
        let at = try line.readTime() ?? now
        let found = try await store.signals(id: line.id)
        guard found.count < 2 else {
            result.ambiguous.append(line.id)
            return nil
        }
        let frozen = try line.readFeatures()
        guard let kept = found.first else {
            if frozen == nil, !(line.author != nil || line.phrase != nil) { result.unknown.append(line.id) }
            return Decision(
                signal: SignalID(qualified: line.id),
                verdict: verdict,
                by: line.by,
                at: at,
                subject: line.subject,
                features: frozen,
                weight: line.readWeight
            )
        }
        return Decision(
            signal: kept.signal.id,
            verdict: verdict,
            by: line.by,
            at: at,
            subject: line.subject ?? Self.subject(of: verdict, kept.signal),
            features: frozen ?? features(of: kept),
            weight: line.readWeight
        )
    }

    /// What a mute without more mutes: the author.
    private static func subject(of verdict: Decision.Verdict, _ signal: Signal) -> Decision.Subject? {
        verdict == .mute ? signal.author.map { .author($0) } : nil
    }
}
