import Foundation
import Language
import Relevance
package import Signals
package import Store

/// Puts what people decided into the log, with what each decision was made on.
package actor DecisionRecorder {
    /// The outcome of some decisions.
    package struct Result: Hashable, Codable, Sendable {
        package var recorded = 0
        /// Those that were in the log already.
        package var repeated = 0
        /// Ids that no signal has; the decisions about them are recorded, and teach nothing.
        package var unknown: [String] = []
        /// Ids that more than one signal has; nothing was recorded of them.
        package var ambiguous: [String] = []
        /// Ids whose decision says nothing, such as a mute of a signal without an author; nothing was recorded of them.
        package var refused: [String] = []
        /// True if a phrase came to be tracked, or may be no longer.
        package var tracks = false

        private enum CodingKeys: CodingKey { case recorded, repeated, unknown, ambiguous, refused }

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
        for place in try await store.append(decisions) {
            if place == nil { result.repeated += 1 } else { result.recorded += 1 }
        }
        return result
    }

    /// Appends what one person decides now as one step; see `Store.append(step:by:after:now:)`.
    ///
    /// - Returns: false if the log has gone on since `place`, and nothing was appended.
    func record(step decisions: [Decision], by person: String, after place: Int64, now: Timestamp) async throws -> Bool
    {
        try await store.append(step: decisions, by: person, after: place, now: now) != nil
    }

    /// Returns the features that a decision about a signal is made on.
    package func features(of kept: KeptSignal) -> DecisionFeatures {
        reader.read(kept.signal, judgement: kept.judgement, tokens: tokens)
        return reader.frozen(prior: kept.judgement.prior)
    }

    /// Returns whether a decision about a signal that was not kept changes nothing.
    ///
    /// `taught`: signals of which this input says more.
    private func isIdle(_ decision: Decision, _ taught: Set<SignalID>) async throws -> Bool {
        guard decision.features == nil, decision.subject == nil, !taught.contains(decision.signal) else { return false }
        guard decision.verdict == .shared else { return true }
        return try await !store.isDecided(decision.signal)
    }

    /// nil if more than one signal is meant, or nothing is said.
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
        let subject: Decision.Subject?
        do throws(ReviewError) {
            subject = try Self.subject(of: verdict, stated: line.subject, about: kept?.signal)
        } catch {
            result.refused.append(line.id)
            return nil
        }
        let decision = Decision(
            signal: kept?.signal.id ?? SignalID(qualified: line.id),
            verdict: verdict,
            by: line.by,
            at: try line.readTime() ?? now,
            subject: subject,
            features: try line.readFeatures() ?? (verdict == .shared ? nil : kept.map(features)),
            weight: line.readWeight,
            outcome: line.outcome(of: verdict)
        )
        return (decision, kept != nil)
    }

    // MARK: What can be decided

    /// Returns what a decision mutes or tracks: the stated subject, else the author of the signal; nil for an opinion.
    ///
    /// - Throws: `ReviewError` if there is none. A signal that was not kept may have an author, whom nobody knows.
    static func subject(
        of verdict: Decision.Verdict,
        stated: Decision.Subject?,
        about signal: Signal?
    ) throws(ReviewError) -> Decision.Subject? {
        switch verdict {
        case .mute:
            if let stated { return stated }
            guard let signal else { return nil }
            guard let author = signal.author else {
                throw ReviewError("it names no author to mute. Mute a phrase of it.")
            }
            return .author(author)
        case .track:
            guard case .phrase(let phrase)? = stated else { throw ReviewError("a track says which phrase.") }
            if let fault = TrackedPhrases.fault(of: phrase) { throw ReviewError(fault) }
            return stated
        case .accept, .reject, .unsure, .undo, .shared: return stated
        }
    }

    /// - Throws: `ReviewError` for a name that no person can decide by.
    static func refuse(person: String) throws(ReviewError) {
        guard !person.isEmpty, person != Decision.archive else { throw ReviewError("nobody says who decides.") }
        let isClean = !person.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        guard isClean, person.utf8.count <= 200 else {
            throw ReviewError("a name of more than 200 bytes or with control characters decides nothing.")
        }
    }
}
