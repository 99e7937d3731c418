/// What becomes of volatile signals in one output.
package enum VolatilePolicy: String, Hashable, Sendable, CaseIterable {
    /// They leave as they are.
    case keep
    /// They count, and show nothing that was heard of them nor who said it.
    case hide
    /// They do not leave.
    case drop

    /// The policy of a configuration or an option; nil where there is none of that name.
    package init?(name: String) {
        self.init(rawValue: name)
    }

    package var name: String { rawValue }

    /// What leaves of an entry; nil where nothing does.
    package func apply(to entry: OutboxEntry) -> OutboxEntry? {
        guard entry.judgement.isVolatile, self != .keep else { return entry }
        return self == .hide ? entry.withoutWords : nil
    }
}

extension Signal {
    /// The signal without its text, author, link and raw line.
    package var withoutWords: Signal {
        Signal(
            id: id,
            kind: kind,
            time: time,
            text: "",
            language: language,
            parent: parent,
            engagement: engagement
        )
    }
}

extension Judgement {
    /// The judgement with no detail that was taken from the text or names the author.
    package var withoutWords: Judgement {
        var judgement = self
        judgement.reasons = reasons.map { reason in
            switch reason.what {
            case .keyword, .sentiment, .offensive, .learned: reason
            case .friendly, .profanity, .spam, .muted: Reason(what: reason.what, detail: "", weight: reason.weight)
            }
        }
        return judgement
    }
}
