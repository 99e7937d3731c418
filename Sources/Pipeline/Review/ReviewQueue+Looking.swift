import Language
import Relevance
import Signals
import Store

extension ReviewQueue {
    /// Learned reasons of an item that are told.
    private static let toldReasons = 24
    /// So many items that were decided last, and as many that were passed over, say what was said already.
    private static let recentItems = 12
    /// The most items of one answer.
    private static let mostItems = 10_000

    package func page(_ query: ReviewQuery) async throws -> ReviewPage {
        try await answer(ranking: true) {
            if query.holds { sittings.begin(by: query.by, learned) }
            let (items, visible) = try await items(query)
            if query.holds { claims.hold(items.first?.row, by: query.by, at: now()) }
            let now = now()
            return ReviewPage(
                items: items.map(\.item),
                matching: visible.rows.count,
                waiting: table.waiting.count,
                passedUnseen: table.passedUnseen,
                unranked: unranked,
                held: visible.held,
                snoozed: settings.snoozed.values.count { now < $0 },
                progress: progress()
            )
        }
    }

    package func selection(_ query: ReviewQuery) async throws -> ReviewSelection {
        try await answer(ranking: true) {
            let rows = try visible(query.filter, to: query.by).rows
            let signals = rows.reduce(0) { $0 + 1 + table.entries[$1].copies.count }
            return ReviewSelection(items: rows.count, signals: signals, through: table.last)
        }
    }

    // MARK: What is shown

    /// Rows that a person may be shown, and how many more others look at.
    ///
    /// `through`: no signals after this number. `heedsClaims`: whether what others look at is left out.
    func visible(
        _ filter: String,
        to person: String,
        through last: Int64 = .max,
        heedsClaims: Bool = true
    ) throws -> (rows: [Int], held: Int) {
        let filter = try ReviewFilter(filter)
        let now = now()
        let held = claims.held(fromSightOf: person, at: now)
        let rows = table.rows(filter).filter { row in
            let number = table.entries[row].sequence
            if let until = settings.snoozed[number], now < until { return false }
            guard let assignee = settings.assigned[number] else { return number <= last && filter.assignees.isEmpty }
            return number <= last && (filter.assignees.isEmpty ? [person] : filter.assignees).contains(assignee)
        }
        let free = rows.filter { held[$0] == nil }
        return (heedsClaims ? free : rows, rows.count - free.count)
    }

    private func items(
        _ query: ReviewQuery
    ) async throws -> (items: [(row: Int, item: ReviewItem)], visible: (rows: [Int], held: Int)) {
        while true {
            let visible = try visible(query.filter, to: query.by, heedsClaims: query.holds)
            let rows = choose(visible.rows, query)
            let signals = try await store.signals(numbered: rows.map { table.entries[$0].sequence })
            let items = signals.compactMap { kept in
                table.row(numbered: kept.sequence).flatMap { row in item(kept, row).map { (row, $0) } }
            }
            // What left the store since, or is muted by what no feature shows, leaves the queue too.
            if items.count == rows.count { return (items, visible) }
            for row in Set(rows).subtracting(signals.compactMap { table.row(numbered: $0.sequence) }) {
                table.remove(row)
            }
        }
    }

    private func choose(_ rows: [Int], _ query: ReviewQuery) -> [Int] {
        let passed = Set(query.passed.compactMap { table.row(of: SignalID(qualified: $0)) })
        let wanted = query.first.flatMap { table.row(of: SignalID(qualified: $0)) }
        let rest = rows.filter { !passed.contains($0) && $0 != wanted }
        let limit = min(query.limit, Self.mostItems)
        let chosen = table.first(
            limit,
            of: rest,
            order: query.order,
            turn: log.decisions.count + query.passed.count,
            after: recent(query.passed)
        )
        guard let wanted, rows.contains(wanted) else { return chosen }
        return Array(([wanted] + chosen).prefix(limit))
    }

    /// The rows of what was passed over and of what people decided last.
    private func recent(_ passed: [String]) -> [Int] {
        let passed = passed.suffix(Self.recentItems).compactMap { table.row(of: SignalID(qualified: $0)) }
        var decided: [Int] = []
        for decision in log.decisions.reversed() where decision.isOpinion && decision.by != Decision.archive {
            guard let row = table.row(of: decision.signal), !decided.contains(row) else { continue }
            decided.append(row)
            if decided.count == Self.recentItems { break }
        }
        return passed + decided.filter { !passed.contains($0) }
    }

    /// nil where it is muted after all.
    private func item(_ kept: KeptSignal, _ row: Int) -> ReviewItem? {
        Tokenizer.tokenize(kept.signal, into: tokens)
        if isMuted(kept.signal) {
            table.setMuted(true, row: row)
            return nil
        }
        let signal = kept.signal
        return ReviewItem(
            id: signal.id.qualified,
            source: signal.id.source,
            author: signal.author,
            time: signal.time.description,
            text: signal.text,
            url: signal.url,
            kind: signal.kind.name,
            topics: kept.topics,
            sentiment: kept.judgement.sentiment?.decision.name,
            isVolatile: kept.judgement.isVolatile,
            prior: kept.judgement.prior.value,
            probability: learned.isKnown ? Score(table.signals.probability(row)).value : nil,
            editedAt: signal.editedAt?.description,
            copies: table.entries[row].copies.count,
            reasons: reasons(kept),
            assignee: settings.assigned[kept.sequence]
        )
    }

    /// `tokens` hold its text.
    private func reasons(_ kept: KeptSignal) -> [ReviewReason] {
        let prior = kept.judgement.reasons.map {
            ReviewReason(what: $0.what.name, detail: $0.detail, weight: $0.weight.value, isLearned: false)
        }
        return prior + contributions(to: kept, learned).prefix(Self.toldReasons).map(ReviewReason.init)
    }

    /// What a model learned that moves the score of a signal; nothing while there is not enough data.
    private func contributions(to kept: KeptSignal, _ learned: LearnedRelevance) -> [Contribution] {
        guard learned.isKnown else { return [] }
        return kept.signal.withView { view in
            Tokenizer.tokenize(view.matchable, into: tokens)
            return learned.contributions(to: view, tokens: tokens, judgement: kept.judgement, reader: reader)
        }
    }

    private func progress() -> ReviewProgress {
        var progress = ReviewProgress()
        (progress.accepts, progress.rejects, progress.isEnough) = (learned.accepts, learned.rejects, learned.isKnown)
        (progress.right, progress.predicted) = (predictions.count { $0 }, predictions.count)
        guard learned.isKnown else { return progress }
        let logits = table.signals.logits
        progress.above = table.waiting.count { logits[$0] >= 0 }
        return progress
    }

    // MARK: History

    package func history(limit: Int) async throws -> [ReviewStep] {
        try await answer(ranking: false) {
            let log = log.decisions
            let stands = Set(standing.places)
            var steps: [ReviewStep] = []
            var index = log.count - 1
            while index >= 0, steps.count < min(limit, Self.mostItems) {
                let end = index
                let last = log[end]
                while index >= 0, log[index].by == last.by, log[index].at == last.at,
                    log[index].verdict == last.verdict
                {
                    index -= 1
                }
                guard last.verdict != .undo, last.by != Decision.archive else { continue }
                steps.append(try await step(index + 1...end, stands))
            }
            return steps
        }
    }

    private func step(_ range: ClosedRange<Int>, _ stands: Set<Int>) async throws -> ReviewStep {
        let first = log.decisions[range.lowerBound]
        return ReviewStep(
            by: first.by,
            at: first.at.description,
            decision: first.verdict,
            subject: first.subject?.name,
            id: first.signal.qualified,
            text: try await store.signal(first.signal)?.signal.text,
            signals: range.count,
            isUndone: !range.contains { stands.contains($0) }
        )
    }

    // MARK: Sittings

    package func sitting(of person: String) async throws -> ReviewSitting {
        try await answer(ranking: true) {
            guard let sitting = sittings.end(of: person) else {
                return ReviewSitting(decided: 0, learned: [], rose: 0, fell: 0)
            }
            claims.hold(nil, by: person, at: now())
            let before = table.signals.scores(sitting.start)
            let now = table.signals.logits
            let waiting = table.waiting
            return ReviewSitting(
                decided: sitting.decided,
                learned: lessons(of: sitting),
                rose: waiting.count { before[$0] < 0 && now[$0] >= 0 },
                fell: waiting.count { before[$0] >= 0 && now[$0] < 0 }
            )
        }
    }

    /// How far the words of what was decided move scores now, less how far they did before; the greatest first, and each
    /// once, however it is written.
    private func lessons(of sitting: Sitting) -> [ReviewReason] {
        var moves: [Feature: ReviewReason] = [:]
        for kept in sitting.signals {
            let before = contributions(to: kept, sitting.start).map { ($0.feature, $0.weight) }
            let weights = Dictionary(before) { first, _ in first }
            for now in contributions(to: kept, learned) {
                var move = ReviewReason(now)
                move.weight -= weights[now.feature] ?? 0
                if move.weight.magnitude > moves[now.feature]?.weight.magnitude ?? 0 { moves[now.feature] = move }
            }
        }
        let sorted = moves.values.sorted {
            ($1.weight.magnitude, $0.detail) < ($0.weight.magnitude, $1.detail)
        }
        var names: Set<String> = []
        return Array(sorted.filter { names.insert($0.detail.lowercased()).inserted }.prefix(Self.toldReasons))
    }
}

extension ReviewReason {
    fileprivate init(_ contribution: Contribution) {
        self.init(
            what: contribution.kind.name,
            detail: contribution.detail,
            weight: contribution.weight,
            isLearned: true
        )
    }
}
