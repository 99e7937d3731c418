import Pipeline
import Signals

/// What the desk's answers do.
extension ReviewSession {
    mutating func take(_ answer: Answer) -> Action? {
        guard let request = pending else { return nil }
        (pending, isSlow) = (nil, false)
        if note?.isFault == true { note = nil }
        switch (request, answer) {
        case (.page, .page(let page)): show(page)
        case (.count(_, let decision), .selection(let selection)): askAbout(selection, decision)
        case (.decide(let decision), .outcome(let outcome)): return take(outcome, of: decision)
        case (.undo, .outcome(let outcome)): return takeUndone(outcome)
        case (.snooze(let snooze), _): return takeSnoozed(snooze)
        case (.assign(let assignment, let isUndo), _): return takeAssigned(assignment, isUndo)
        case (.history, .steps(let steps)):
            cover = .history(steps)
            scroll = 0
        default: break
        }
        return nil
    }

    private mutating func show(_ page: ReviewPage) {
        self.page = page
        if page.items.first?.id != item?.id { scroll = 0 }
        item = page.items.first
    }

    private mutating func askAbout(_ selection: ReviewSelection, _ decision: Decision.Verdict) {
        guard selection.items > 0 else {
            note = Note(text: "There is nothing to \(decision.name).")
            return
        }
        question = .all(decision: decision, selection)
    }

    // MARK: Decisions

    private mutating func take(_ outcome: ReviewOutcome, of decision: ReviewDecision) -> Action? {
        if let conflict = outcome.conflicts.first, outcome.items == 0 {
            question = .conflict(decision, conflict)
            return nil
        }
        note = Note(text: ReviewText.sentence(of: outcome, decision, item))
        guard outcome.items > 0 || outcome.signals > 0 || decision.decision == .track else {
            note?.isFault = true
            return next()
        }
        remember(.decided)
        // What was only noted of an item decides nothing about it.
        if decision.decision == .track, let item { return bring(back: item.id) }
        return next()
    }

    /// The item has been dealt with; it stays on the screen until the next one comes.
    private mutating func next() -> Action {
        ask(.page(query))
    }

    private mutating func remember(_ step: Step) {
        steps = steps.suffix(Self.memory - 1) + [step]
    }

    private mutating func takeUndone(_ outcome: ReviewOutcome) -> Action? {
        guard outcome.items > 0 || outcome.signals > 0 || outcome.decision != nil else {
            note = Note(text: "There is nothing of yours to take back.")
            return nil
        }
        note = Note(text: ReviewText.sentence(ofUndone: outcome))
        _ = steps.popLast()
        return bring(back: outcome.ids.first)
    }

    // MARK: Putting off and handing over

    private mutating func takeSnoozed(_ snooze: ReviewSnooze) -> Action? {
        guard let until = snooze.until else {
            note = Note(text: "It is back in the queue.")
            return takeBack()
        }
        note = Note(text: "Put off until \(ReviewText.time(until)). u brings it back.")
        if let item { remember(.snoozed(item)) }
        return next()
    }

    private mutating func takeAssigned(_ assignment: ReviewAssignment, _ isUndo: Bool) -> Action? {
        if isUndo {
            note = Note(text: "It is where it was.")
            return takeBack()
        }
        let name = assignment.to.map { $0 == query.by ? "you" : $0 } ?? "everybody"
        note = Note(text: "Handed to \(name). u takes it back.")
        guard let item else { return next() }
        remember(.assigned(item))
        let isMine = assignment.to == nil || assignment.to == query.by
        return isMine ? bring(back: item.id) : next()
    }

    /// The latest step was put off or handed over, and is taken back.
    private mutating func takeBack() -> Action {
        switch steps.popLast() {
        case .snoozed(let item), .assigned(let item): bring(back: item.id)
        default: ask(.page(query))
        }
    }
}
