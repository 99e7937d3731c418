/// What a person said of a signal.
///
/// Decisions are appended to a log and never changed; what stands is found by folding it in its order.
package struct Decision: Hashable, Sendable {
    package enum Verdict: UInt8, Sendable, CaseIterable {
        case accept = 1
        case reject = 2
        /// Neither; nothing is learned from it.
        case unsure = 3
        /// Nothing of an author, or with a phrase, is to be shown again.
        case mute = 4
        /// A phrase is to be tracked.
        case track = 5
        /// The same person's latest decision about the signal is taken back.
        case undo = 6
        /// What became of the signal after it was shared: a sample of its engagement.
        case shared = 7

        package init?(name: String) {
            guard let verdict = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = verdict
        }

        package var name: String {
            switch self {
            case .accept: "accept"
            case .reject: "reject"
            case .unsure: "unsure"
            case .mute: "mute"
            case .track: "track"
            case .undo: "undo"
            case .shared: "shared"
            }
        }
    }

    /// By whom what archives say is decided: no person has this name.
    package static let archive = "archive"

    /// What is muted or tracked.
    package enum Subject: Hashable, Sendable {
        case author(String)
        case phrase(String)
    }

    package var signal: SignalID
    package var verdict: Verdict
    /// Who decided.
    package var by: String
    /// When; the order is the log's, not this.
    package var at: Timestamp
    /// Of a mute and a track only.
    package var subject: Subject?
    /// What it was made on; nil where the signal was not known, and nothing is learned then.
    package var features: DecisionFeatures?
    /// How much it teaches, where 1 is what a decision teaches whose outcome is unknown.
    package var weight: Score
    /// What a sample found; of a `shared` only.
    package var outcome: Engagement?

    package init(
        signal: SignalID,
        verdict: Verdict,
        by: String,
        at: Timestamp,
        subject: Subject? = nil,
        features: DecisionFeatures? = nil,
        weight: Score = .one,
        outcome: Engagement? = nil
    ) {
        self.signal = signal
        self.verdict = verdict
        self.by = by
        self.at = at
        self.subject = subject
        self.features = features
        self.weight = weight
        self.outcome = outcome
    }
}

extension Decision.Verdict: Codable {
    /// Reads a verdict by its name.
    ///
    /// - Throws: `DecodingError` if there is none of that name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let verdict = Self(name: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no verdict has this name")
        }
        self = verdict
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension Decision.Subject {
    /// `@ada`, or the phrase in quotes.
    package var name: String {
        switch self {
        case .author(let name): "@\(name)"
        case .phrase(let phrase): "\"\(phrase)\""
        }
    }
}
