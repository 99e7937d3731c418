package import Signals

/// The place where people decide: the queue of this process, or that of the one which holds the store.
package protocol ReviewDesk: Sendable {
    /// The next items; the first of them is kept from other people while this one looks at it.
    func page(_ query: ReviewQuery) async throws -> ReviewPage

    /// Counts the items that a filter leaves, before all of them are decided at once.
    func selection(_ query: ReviewQuery) async throws -> ReviewSelection

    func decide(_ request: ReviewDecision) async throws -> ReviewOutcome

    /// Takes back a person's latest step: all that was decided with one key.
    ///
    /// Of none there is to take back, nothing comes of it.
    func undo(by person: String) async throws -> ReviewOutcome

    /// Puts an item off until later, or brings it back.
    func snooze(_ request: ReviewSnooze) async throws

    /// Hands an item to a person, who alone is shown it from then on.
    func assign(_ request: ReviewAssignment) async throws

    /// The latest steps, of everybody, the latest first.
    func history(limit: Int) async throws -> [ReviewStep]

    /// Returns what a person's sitting has come to.
    func sitting(of person: String) async throws -> ReviewSitting
}

/// The order in which items are shown.
package enum ReviewOrder: String, Codable, CaseIterable, Sendable {
    /// The likeliest accept and the most uncertain in turn: the one finds what is wanted, the other teaches most.
    case mixed
    /// The likeliest accept first.
    case highest
    /// The items of which the model knows least, first.
    case uncertain
}

/// A person's question to the queue.
package struct ReviewQuery: Codable, Hashable, Sendable {
    /// The name of the person who asks.
    package var by: String
    package var order = ReviewOrder.mixed
    /// As `ReviewFilter` reads it; empty for all.
    package var filter = ""
    /// Ids of items that were passed over.
    package var passed: [String] = []
    /// An item that is shown before all others, where it waits.
    package var first: String?
    /// The number of items asked for.
    package var limit = 1
    /// True if the first of them is kept from others, because somebody looks at it.
    package var holds = true

    package init(by person: String) {
        by = person
    }
}

/// An item of the queue: a signal that waits for a decision, with its copies.
package struct ReviewItem: Codable, Hashable, Sendable {
    /// `source:native`.
    package var id: String
    package var source: String
    package var author: String?
    /// ISO 8601.
    package var time: String
    /// Heard text, to be escaped; as are the author, the URL and the details of reasons.
    package var text: String
    package var url: String?
    /// post, reply, repost or quote.
    package var kind: String
    package var topics: [String]
    /// negative, neutral or positive; nil where it is unknown.
    package var sentiment: String?
    package var isVolatile: Bool
    /// The relevance before anything was learned, 0 to 1.
    package var prior: Double
    /// Of being accepted; nil while there is not enough data.
    package var probability: Double?
    /// ISO 8601, when this version was written; nil if it was never edited.
    package var editedAt: String?
    /// The number of near-duplicates that go with it.
    package var copies: Int
    /// The reasons why it is here, the one that moved it most first.
    package var reasons: [ReviewReason]
    /// The person it was handed to.
    package var assignee: String?
}

/// A reason that moved the score of an item.
package struct ReviewReason: Codable, Hashable, Sendable {
    /// Such as `keyword` or `word`.
    package var what: String
    package var detail: String
    /// Of a learned one in logarithms of the odds, else in relevance.
    package var weight: Double
    /// True if it was learned from decisions; else it is one of those of the prior.
    package var isLearned: Bool
}

/// The next items of the queue.
package struct ReviewPage: Codable, Hashable, Sendable {
    package var items: [ReviewItem]
    /// The number that the filter leaves.
    package var matching: Int
    /// The number that wait in all.
    package var waiting: Int
    /// The number that left the queue unseen, because they had waited for as long as it keeps anything.
    package var passedUnseen: Int
    /// The number of further ones, older than those that are ranked.
    package var unranked: Int
    /// The number that other people are looking at.
    package var held: Int
    package var snoozed: Int
    package var progress: ReviewProgress
}

/// The record of the model.
package struct ReviewProgress: Codable, Hashable, Sendable {
    package var accepts = 0
    package var rejects = 0
    /// True once that is enough for a probability to mean something.
    package var isEnough = false
    /// Of the latest decisions, the number predicted rightly before they were made, and the number predicted.
    package var right = 0
    package var predicted = 0
    /// The number of waiting items that it thinks likelier accepted than not.
    package var above = 0

    package init() {}
}

/// The items that a filter leaves at one moment.
package struct ReviewSelection: Codable, Hashable, Sendable {
    package var items: Int
    /// With the copies.
    package var signals: Int
    /// The last signal that counts; those heard later are not among them.
    package var through: Int64
}

/// A decision about some items.
package struct ReviewDecision: Codable, Hashable, Sendable {
    /// The items that are decided.
    package enum Target: Codable, Hashable, Sendable {
        case ids([String])
        /// All that a filter leaves, of those that were counted.
        case filter(String, through: Int64)
    }

    package var by: String
    /// Anything but `undo`, which is a request of its own, and `shared`, which nobody says at a desk.
    package var decision: Decision.Verdict
    package var target: Target
    /// The phrase that is tracked, or muted in the place of the author.
    package var phrase: String?
    /// True if it counts also where somebody else has decided, or is deciding.
    package var isInsisted = false

    package init(by person: String, decision: Decision.Verdict, target: Target) {
        by = person
        self.decision = decision
        self.target = target
    }
}

/// The outcome of a decision.
package struct ReviewOutcome: Codable, Hashable, Sendable {
    /// Somebody else decided, or is looking at it; nothing was recorded of it.
    package struct Conflict: Codable, Hashable, Sendable {
        package var id: String
        package var by: String
        /// nil where they are still looking at it.
        package var decision: Decision.Verdict?
        package var at: String?

        package init(id: String, by person: String, decision: Decision.Verdict? = nil, at: String? = nil) {
            self.id = id
            by = person
            self.decision = decision
            self.at = at
        }
    }

    /// Of an undo: what was taken back.
    package var decision: Decision.Verdict?
    package var items = 0
    /// With the copies.
    package var signals = 0
    package var conflicts: [Conflict] = []
    /// Ids that no signal has.
    package var unknown: [String] = []
    /// Ids that more than one signal has.
    package var ambiguous: [String] = []
    /// The ids of the items, at most a hundred.
    package var ids: [String] = []

    package init() {}
}

/// Puts an item off.
package struct ReviewSnooze: Codable, Hashable, Sendable {
    package var by: String
    package var id: String
    /// ISO 8601; nil brings it back.
    package var until: String?

    package init(by person: String, id: String, until: String?) {
        by = person
        self.id = id
        self.until = until
    }
}

/// Hands an item to somebody.
package struct ReviewAssignment: Codable, Hashable, Sendable {
    package var by: String
    package var id: String
    /// nil for everybody.
    package var to: String?

    package init(by person: String, id: String, to: String?) {
        by = person
        self.id = id
        self.to = to
    }
}

/// All that one person decided at one moment.
package struct ReviewStep: Codable, Hashable, Sendable {
    package var by: String
    package var at: String
    package var decision: Decision.Verdict
    /// The author or phrase that was muted or tracked.
    package var subject: String?
    /// Of the first.
    package var id: String
    /// nil where the signal is gone.
    package var text: String?
    package var signals: Int
    /// True if it no longer holds: it was taken back, or something else was said.
    package var isUndone: Bool
}

/// The decisions of a person since they began, and what was learned meanwhile.
package struct ReviewSitting: Codable, Hashable, Sendable {
    package var decided: Int
    /// The words, of what was decided, that came to move scores most; in logarithms of the odds.
    package var learned: [ReviewReason]
    /// Waiting items that came to be likelier accepted than not, and the other way.
    package var rose: Int
    package var fell: Int
}
