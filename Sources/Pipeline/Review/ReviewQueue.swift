import Feeds
import Language
import Relevance
package import Signals
package import Store

/// The signals that wait for a decision, in the order that serves best.
///
/// A signal waits until somebody has said something of it or of a near-duplicate of it; near-duplicates are one item. It
/// holds the features of the latest signals in memory, about 1 kB a signal, and follows the store: what was heard and
/// decided meanwhile, by whatever process, counts at the next question.
package actor ReviewQueue {
    /// So many signals are ranked, the latest.
    package static let usualLimit = 131_072
    /// Fourteen days.
    package static let usualAge = Duration.seconds(14 * 86_400)
    /// Signals that are read at once.
    private static let chunk = 4_096
    /// Of so many of the latest decisions that were made one by one it is told how well they were predicted.
    private static let lately = 100

    let store: Store
    let deciding: DecisionRecorder
    let now: @Sendable () -> Timestamp
    let topicsChanged: @Sendable () async -> Void
    private let limit: Int
    /// The longest that something waits, in milliseconds from when it was heard.
    private let age: Int64
    private let executor = QueueExecutor(label: "earshot.review")
    private var turnstile = Turnstile()

    let reader = FeatureReader()
    let tokens = TokenBuffer()
    var table = ReviewTable()
    var claims = ReviewClaims()
    var sittings = Sittings()
    private(set) var settings = QueueSettings()
    private(set) var learned = LearnedRelevance()
    private(set) var log = GrowingLog()
    private(set) var standing = DecisionLog()
    /// The latest decisions that were predicted, each true if that was right.
    private(set) var predictions: [Bool] = []
    /// The number of signals that are older than those that are ranked.
    private(set) var unranked = 0
    /// The place of the last decision in the log, as far as it was read.
    private(set) var lastDecision: Int64 = 0
    private var muted: Set<Decision.Subject> = []
    /// True if the table does not show yet what was decided.
    private var isStale = true
    /// The last change of a kept signal that the table shows; nil before signals were read.
    private var changed: Int64?

    /// Makes an empty queue, which reads the store when it is asked for the first time.
    ///
    /// `limit`: how many signals are ranked at most. `age`: how long something waits from when it was heard.
    /// `topicsChanged`: called when a phrase is tracked, or no longer.
    package init(
        store: Store,
        deciding: DecisionRecorder,
        limit: Int = usualLimit,
        age: Duration = usualAge,
        now: @escaping @Sendable () -> Timestamp = { .now },
        topicsChanged: @escaping @Sendable () async -> Void = {}
    ) {
        self.store = store
        self.deciding = deciding
        self.limit = limit
        self.age = Int64(age / .milliseconds(1))
        self.now = now
        self.topicsChanged = topicsChanged
    }

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Answers one question after the other, each with what the store holds by then.
    ///
    /// `ranking`: whether it is about what waits; a question about the log alone reads no signals.
    func answer<Result>(ranking: Bool, _ body: () async throws -> Result) async throws -> Result {
        if !turnstile.enter() { await withCheckedContinuation { turnstile.wait($0) } }
        defer { turnstile.leave() }
        try await readDecisions()
        if ranking || changed != nil { try await rank() }
        return try await body()
    }

    // MARK: Following the store

    func readDecisions() async throws {
        let new = try await store.decisions(after: lastDecision)
        guard let last = new.last else { return }
        if changed != nil {
            let singles = SingleDecisions(new.lazy.map(\.decision))
            let predicted = new.lazy.map(\.decision).filter(singles.contain).compactMap(isPredicted)
            predictions = (predictions + predicted).suffix(Self.lately)
        }
        for kept in new { log.append(kept.decision) }
        standing = DecisionLog(log)
        lastDecision = last.number
        isStale = true
    }

    /// Returns whether what was learned before a decision said the same; nil if nothing is learned from it.
    private func isPredicted(_ decision: Decision) -> Bool? {
        guard learned.isKnown, let example = Example(decision), !example.isArchived else { return nil }
        return Prediction(decision, probability: learned.rank(of: example.features)).isRight
    }

    /// Reads the signals that are new, and scores all of them where something was decided since.
    private func rank() async throws {
        let changes = try await store.changes(after: changed ?? 0)
        let signals = changed == nil || table.count > limit + limit / 4 ? nil : changes.signals
        if let signals { try await refresh(signals) } else { try await start() }
        changed = changes.last
        if isStale { learned = LearnedRelevance(standing) }
        try await readSignals()
        settings = try await store.queueSettings()
        table.expire(before: Timestamp(milliseconds: now().milliseconds - age)) { [settings] number in
            settings.snoozed[number] != nil || settings.assigned[number] != nil
        }
        // Also of those that were read by a question that failed then.
        guard isStale || !table.isScored else { return }
        table.score(learned, anew: isStale)
        if isStale { try await mute() }
        table.mark(decided: standing.standing.lazy.filter(\.isOpinion).map(\.signal))
        isStale = false
    }

    /// Reads changed signals anew, each into its row.
    private func refresh(_ signals: [Int64]) async throws {
        for queued in try await store.queued(numbered: signals) {
            guard let row = table.row(numbered: queued.sequence) else { continue }
            reader.read(queued.signal, judgement: queued.judgement, tokens: tokens)
            table.replace(row, by: queued, features: reader.features, isMuted: isMuted(queued.signal), learned)
        }
    }

    private func start() async throws {
        let start = try await store.start(ofLatest: limit)
        table = ReviewTable(after: start.number)
        unranked = start.earlier
        claims.forgetAll()
        if changed == nil {
            predictions = RelevanceEvaluation.latest(Self.lately, of: standing).map(\.isRight)
        }
        isStale = true
    }

    private func readSignals() async throws {
        while true {
            let signals = try await store.queued(after: table.last, limit: Self.chunk)
            for queued in signals {
                reader.read(queued.signal, judgement: queued.judgement, tokens: tokens)
                table.append(queued, features: reader.features, isMuted: isMuted(queued.signal))
            }
            guard signals.count == Self.chunk else { return }
        }
    }

    /// Looks again at what other mutes than before may concern.
    private func mute() async throws {
        let subjects = Set(standing.standing.filter { $0.verdict == .mute }.compactMap(\.subject))
        guard subjects != muted else { return }
        muted = subjects
        let rows = table.mayBeMuted(by: learned.mutes)
        for kept in try await store.signals(numbered: rows.map { table.entries[$0].sequence }) {
            guard let row = table.row(numbered: kept.sequence) else { continue }
            Tokenizer.tokenize(kept.signal, into: tokens)
            table.setMuted(isMuted(kept.signal), row: row)
        }
    }

    /// `tokens` hold its text.
    func isMuted(_ signal: Signal) -> Bool {
        guard !learned.mutes.isEmpty else { return false }
        return signal.withView { learned.mutes.veto(author: $0.author, tokens: tokens) } != nil
    }
}

extension ReviewQueue: ReviewDesk {}

extension Tokenizer {
    /// Reads the text of a signal.
    static func tokenize(_ signal: Signal, into tokens: TokenBuffer) {
        signal.withView { tokenize($0.matchable, into: tokens) }
    }
}
