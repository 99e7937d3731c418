import Foundation
import Language
import Relevance
package import Signals
package import Store

/// Puts what people decided into the log, with what each decision was made on.
package actor DecisionRecorder {
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
        var taught: Set<SignalID> = []
        for line in lines {
            guard let (decision, isKept) = try await decision(line, now, &result) else { continue }
            decisions.append(decision)
            if decision.features != nil { taught.insert(decision.signal) }
            if !isKept, try await isIdle(decision, taught) { result.unknown.append(line.id) }
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
        return reader.frozen(prior: kept.judgement.prior)
    }

    /// Whether a decision about a signal that was not kept changes nothing.
    ///
    /// `taught`: signals of which this input says more.
    private func isIdle(_ decision: Decision, _ taught: Set<SignalID>) async throws -> Bool {
        guard decision.features == nil, decision.subject == nil, !taught.contains(decision.signal) else { return false }
        guard decision.verdict == .shared else { return true }
        return try await !store.isDecided(decision.signal)
    }

    /// nil where more than one signal is meant.
    private func decision(
        _ line: DecisionLine,
        _ now: Timestamp,
        _ result: inout Result
    ) async throws -> (Decision, isKept: Bool)? {
        let found = try await store.signals(id: line.id)
        guard found.count < 2 else {
            result.ambiguous.append(line.id)
            return nil
        }
        let (kept, verdict) = (found.first, try line.readVerdict())
        let decision = Decision(
            signal: kept?.signal.id ?? SignalID(qualified: line.id),
            verdict: verdict,
            by: line.by,
            at: try line.readTime() ?? now,
            subject: line.subject ?? kept.flatMap { Self.subject(of: verdict, $0.signal) },
            features: try line.readFeatures() ?? (verdict == .shared ? nil : kept.map(features)),
            weight: line.readWeight,
            outcome: line.outcome(of: verdict)
        )
        return (decision, kept != nil)
    }

    /// What a mute without more mutes: the author.
    private static func subject(of verdict: Decision.Verdict, _ signal: Signal) -> Decision.Subject? {
        verdict == .mute ? signal.author.map { .author($0) } : nil
    }
}
