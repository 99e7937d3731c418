import Foundation
import Relevance
package import Signals
package import Store

/// Learns from archives: what one posted and shared are accepts that nobody made here, and what became of it are samples of
/// what it shared.
///
/// They go into the log of decisions as those of `Decision.archive`, with their features as they are read now, so that
/// nothing else has to be kept of them.
package actor ArchiveImport {
    /// What was put into the log.
    package struct Result: Hashable, Sendable {
        package var accepts = 0
        package var samples = 0

        package init() {}
    }

    private let store: Store
    private let rules: JudgingRules
    private let now: @Sendable () -> Timestamp
    private let reader = FeatureReader()

    /// `rules`: with what the posts are judged.
    package init(store: Store, rules: JudgingRules, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.rules = rules
        self.now = now
    }

    /// Learns from entries of an archive; what the log has of them already is not said again.
    ///
    /// `changed`: those whose text is another than it was when they were learned from.
    package func learn(_ entries: [OwnArchive.Entry], changed: Set<SignalID>) async throws -> Result {
        var log = ArchiveLog(store: store, now: now())
        let judge = judge(knowing: entries.compactMap(\.post.author))
        let lengths = Dictionary(entries.map { ($0.post.id, $0.post.text.unicodeScalars.count) }, uniquingKeysWith: max)
        for entry in entries {
            // Of two texts of one post the longer one counts.
            if entry.post.text.unicodeScalars.count == lengths[entry.post.id] {
                try await accept(entry, isChanged: changed.contains(entry.post.id), by: judge, &log)
            }
            try await sample(entry, &log)
        }
        try await log.append()
        return log.result
    }

    /// Takes back all that archives put into the log.
    package func takeBack() async throws -> Result {
        var log = ArchiveLog(store: store, now: now())
        for signal in try await store.signalsDecided(by: Decision.archive) { try await log.undo(signal) }
        try await log.append()
        return log.result
    }

    /// Whom one shared is a friendly of all that is judged from then on, and of this.
    private func judge(knowing authors: [String]) -> Judge {
        var rules = rules
        rules.friendlies = rules.friendlies.adding(authors)
        return rules.makeJudge()
    }

    // MARK: Accepts

    /// What is shared again is accepted, by its own id where that is known; else the post is.
    private func accept(
        _ entry: OwnArchive.Entry,
        isChanged: Bool,
        by judge: Judge,
        _ log: inout ArchiveLog
    ) async throws {
        let shared = entry.post.kind == .reshare ? entry.parent : nil
        let id = shared ?? entry.post.id
        // Whoever decided it here said so with all that was known of it.
        let isNew = if isChanged { true } else { try await !log.isAccepted(id) }
        guard isNew, try await !store.isDecided(id, byOthersThan: Decision.archive) else { return }
        var kept: KeptSignal?
        if let shared { kept = try await store.signal(shared) }
        let features = kept.map { self.features(of: $0, by: judge) } ?? self.features(of: entry.post, by: judge)
        let weight = Score(entry.post.weight.value * DecisionWeight.archived.value)
        try await log.accept(id, features, weight: weight, at: entry.post.time)
    }

    private func features(of kept: KeptSignal, by judge: Judge) -> DecisionFeatures {
        reader.read(kept.signal, judgement: kept.judgement, tokens: judge.tokens)
        return reader.frozen(prior: kept.judgement.prior)
    }

    private func features(of post: ImportedPost, by judge: Judge) -> DecisionFeatures {
        let signal = Signal(
            id: post.id,
            author: post.author,
            time: post.time ?? Timestamp(milliseconds: 0),
            text: post.sharedText
        )
        var judgement = Judgement()
        return signal.withView { view in
            var view = view
            view.time = post.time
            judge.judge(view, into: &judgement)
            reader.read(view, tokens: judge.tokens, judgement: judgement)
            return reader.frozen(prior: judgement.prior)
        }
    }

    // MARK: Samples

    /// What became of one's own post is an outcome of what it shares, quotes or answers, where that was heard or decided.
    private func sample(_ entry: OwnArchive.Entry, _ log: inout ArchiveLog) async throws {
        guard let parent = entry.parent, entry.engagement != Engagement() else { return }
        let isKnown =
            if try await store.signal(parent) != nil { true } else {
                try await store.isDecided(parent, byOthersThan: Decision.archive)
            }
        if isKnown { try await log.sample(parent, entry.engagement) }
    }
}

extension ImportedPost {
    /// The text of what is shared, without the `RT @name:` that a re-share puts before it.
    var sharedText: String {
        guard kind == .reshare, let match = text.prefixMatch(of: /RT @[^\s:]+: ?/) else { return text }
        return String(text[match.range.upperBound...])
    }
}
