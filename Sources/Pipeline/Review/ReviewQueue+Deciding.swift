import Relevance
import Signals
import Store

extension ReviewQueue {
    /// Ids that an answer names at most.
    private static let namedIDs = 100

    package func decide(_ request: ReviewDecision) async throws -> ReviewOutcome {
        try DecisionRecorder.refuse(person: request.by)
        let verdict = request.decision
        guard verdict != .undo, verdict != .shared else {
            throw ReviewError("\"\(verdict.name)\" is no decision of the queue.")
        }
        return try await answer(ranking: request.target.isFilter) {
            let (outcome, decided) = try await onLatestLog(by: request.by) {
                let round = try await decisions(request)
                return ((round.outcome, round.decided), round.decisions)
            }
            for signal in decided { sittings.decide(signal, by: request.by) }
            if verdict == .track, outcome.items > 0 { await topicsChanged() }
            return outcome
        }
    }

    /// Appends what follows from the log as one step; where somebody decided meanwhile, it is looked at anew.
    private func onLatestLog<Result>(
        by person: String,
        _ look: () async throws -> (result: Result, decisions: [Decision])
    ) async throws -> Result {
        while true {
            let (result, decisions) = try await look()
            if decisions.isEmpty { return result }
            if try await deciding.record(step: decisions, by: person, after: lastDecision, now: now()) { return result }
            try await readDecisions()
        }
    }

    /// The decisions that a request comes to, as the log stands, and what is to be said of them.
    private func decisions(
        _ request: ReviewDecision
    ) async throws -> (decisions: [Decision], decided: [KeptSignal], outcome: ReviewOutcome) {
        var outcome = ReviewOutcome()
        var decisions: [Decision] = []
        var decided: [KeptSignal] = []
        let now = now()
        for family in try await families(request, &outcome) {
            if !request.isInsisted, let conflict = conflict(family, with: request.by, at: now) {
                outcome.conflicts.append(conflict)
                continue
            }
            decisions += try await self.decisions(family, request, at: now)
            note(family, in: &outcome)
            decided.append(family[0])
        }
        return (decisions, decided, outcome)
    }

    // MARK: What is decided

    /// The signals that are asked for, each first of its near-duplicates.
    private func families(_ request: ReviewDecision, _ outcome: inout ReviewOutcome) async throws -> [[KeptSignal]] {
        switch request.target {
        case .ids(let ids): try await families(ids, &outcome)
        case .filter(let filter, let through):
            try await families(try visible(filter, to: request.by, through: through).rows)
        }
    }

    private func families(_ ids: [String], _ outcome: inout ReviewOutcome) async throws -> [[KeptSignal]] {
        var families: [[KeptSignal]] = []
        var seen: Set<Int64> = []
        for id in ids {
            let found = try await store.signals(id: id)
            guard let signal = found.first else {
                outcome.unknown.append(id)
                continue
            }
            guard found.count == 1 else {
                outcome.ambiguous.append(id)
                continue
            }
            let family = try await store.family(of: signal.sequence)
            if let first = family.first, seen.insert(first.sequence).inserted { families.append(family) }
        }
        return families
    }

    private func families(_ rows: [Int]) async throws -> [[KeptSignal]] {
        let numbers = rows.map(table.family)
        var signals = try await store.signals(numbered: numbers.flatMap { $0 })[...]
        return numbers.compactMap { numbers in
            let family = signals.prefix { numbers.contains($0.sequence) }
            signals = signals.dropFirst(family.count)
            return family.isEmpty ? nil : Array(family)
        }
    }

    /// Who else has said something of a signal or its copies, or is looking at it.
    private func conflict(
        _ family: [KeptSignal],
        with person: String,
        at now: Timestamp
    ) -> ReviewOutcome.Conflict? {
        let ids = Set(family.map(\.signal.id))
        let id = family[0].signal.id
        if let said = standing.standing.last(where: { $0.isOpinion && $0.by != person && ids.contains($0.signal) }) {
            return ReviewOutcome.Conflict(
                id: id.qualified,
                by: said.by,
                decision: said.verdict,
                at: said.at.description
            )
        }
        let held = claims.held(fromSightOf: person, at: now)
        guard let row = table.row(of: id), let other = held[row] else { return nil }
        return ReviewOutcome.Conflict(id: id.qualified, by: other)
    }

    /// A decision, and beside it one for each near-duplicate, from which nothing more is learned.
    private func decisions(
        _ family: [KeptSignal],
        _ request: ReviewDecision,
        at: Timestamp
    ) async throws -> [Decision] {
        let stated = request.phrase.map(Decision.Subject.phrase)
        let subject = try DecisionRecorder.subject(of: request.decision, stated: stated, about: family[0].signal)
        var decisions: [Decision] = []
        for (index, kept) in family.enumerated() where index == 0 || subject == nil {
            decisions.append(
                Decision(
                    signal: kept.signal.id,
                    verdict: request.decision,
                    by: request.by,
                    at: at,
                    subject: subject,
                    features: index == 0 ? await deciding.features(of: kept) : nil,
                    weight: index == 0 ? .one : .zero
                )
            )
        }
        return decisions
    }

    private func note(_ family: [KeptSignal], in outcome: inout ReviewOutcome) {
        outcome.items += 1
        outcome.signals += family.count
        if outcome.ids.count < Self.namedIDs { outcome.ids.append(family[0].signal.id.qualified) }
    }

    // MARK: Steps

    package func undo(by person: String) async throws -> ReviewOutcome {
        try DecisionRecorder.refuse(person: person)
        return try await answer(ranking: false) {
            let (outcome, step) = try await onLatestLog(by: person) { lastStep(of: person) }
            sittings.take(back: Set(step.map(\.signal)), by: person)
            if step.first?.verdict == .track { await topicsChanged() }
            return outcome
        }
    }

    /// A person's latest step that stands, and what takes it back.
    private func lastStep(
        of person: String
    ) -> (result: (outcome: ReviewOutcome, step: [Decision]), decisions: [Decision]) {
        var outcome = ReviewOutcome()
        guard let last = standing.standing.last(where: { $0.by == person }) else { return ((outcome, []), []) }
        let step = standing.standing.filter { $0.by == person && $0.at == last.at && $0.verdict == last.verdict }
        outcome.decision = last.verdict
        outcome.signals = step.count
        // Near-duplicates have no weight of their own.
        outcome.items = max(1, step.count { $0.weight > .zero })
        outcome.ids = step.prefix(Self.namedIDs).map(\.signal.qualified)
        let undoes = step.map { Decision(signal: $0.signal, verdict: .undo, by: person, at: last.at) }
        return ((outcome, step), undoes)
    }

    package func snooze(_ request: ReviewSnooze) async throws {
        let until = try request.until.map { text in
            guard let time = Timestamp(iso8601: text) else { throw ReviewError("\(text) is no time.") }
            return time
        }
        try await answer(ranking: false) {
            try await store.snooze(try await number(of: request.id), until: until, by: request.by)
        }
    }

    package func assign(_ request: ReviewAssignment) async throws {
        let to = request.to.flatMap { $0.isEmpty ? nil : $0 }
        try await answer(ranking: false) {
            try await store.assign(try await number(of: request.id), to: to, by: request.by, at: now())
        }
    }

    /// The number of a signal, or of what it is a near-duplicate of.
    private func number(of id: String) async throws -> Int64 {
        let found = try await store.signals(id: id)
        guard let signal = found.first else { throw ReviewError.unknown(id) }
        guard found.count == 1 else { throw ReviewError("more than one signal has the id \(id). Write source:id.") }
        return try await store.family(of: signal.sequence).first?.sequence ?? signal.sequence
    }
}

extension ReviewDecision.Target {
    fileprivate var isFilter: Bool { if case .filter = self { true } else { false } }
}
