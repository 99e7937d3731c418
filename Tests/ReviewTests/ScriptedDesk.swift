import Foundation
import Pipeline
import Signals

/// A desk that holds items in their order, decides them, and says who else was there when it is told to.
actor ScriptedDesk: ReviewDesk {
    struct Gone: Error {}

    private(set) var items: [ReviewItem]
    /// All that was decided, the latest last.
    private(set) var decisions: [ReviewDecision] = []
    private(set) var snoozes: [ReviewSnooze] = []
    private(set) var assignments: [ReviewAssignment] = []
    private var steps: [[ReviewItem]] = []
    /// Ids that somebody else has decided.
    private var conflicts: Set<String> = []
    private var isDown = false

    init(_ items: [ReviewItem]) {
        self.items = items
    }

    func conflict(about id: String) { conflicts.insert(id) }

    func goDown(_ isDown: Bool = true) { self.isDown = isDown }

    private func matching(_ filter: String) throws -> [ReviewItem] {
        if isDown { throw Gone() }
        let words = try ReviewFilter(filter).words
        return items.filter { item in words.allSatisfy { item.text.contains($0) } }
    }

    func page(_ query: ReviewQuery) throws -> ReviewPage {
        let matching = try matching(query.filter)
        let wanted = matching.filter { $0.id == query.first }
        let rest = matching.filter { !query.passed.contains($0.id) && $0.id != query.first }
        let shown = Array((wanted + rest).prefix(query.limit))
        return DeskSample.page(shown, matching: matching.count, waiting: items.count, ["snoozed": snoozes.count])
    }

    func selection(_ query: ReviewQuery) throws -> ReviewSelection {
        let items = try matching(query.filter)
        let signals = items.reduce(0) { $0 + 1 + $1.copies }
        return DeskSample.decoded(["items": items.count, "signals": signals, "through": 7])
    }

    func decide(_ request: ReviewDecision) throws -> ReviewOutcome {
        var outcome = ReviewOutcome()
        let targets =
            switch request.target {
            case .ids(let ids): try matching("").filter { ids.contains($0.id) }
            case .filter(let filter, _): try matching(filter)
            }
        let taken = targets.filter { request.isInsisted || !conflicts.contains($0.id) }
        for item in targets where !taken.contains(item) {
            let conflict: [String: Any] = [
                "id": item.id, "by": "bob", "decision": "reject", "at": "2026-03-10T10:00:00Z",
            ]
            outcome.conflicts.append(DeskSample.decoded(conflict))
        }
        outcome.items = taken.count
        outcome.signals = taken.reduce(0) { $0 + 1 + $1.copies }
        outcome.ids = taken.map(\.id)
        decisions.append(request)
        guard !taken.isEmpty, request.decision != .track else { return outcome }
        steps.append(taken)
        items.removeAll { taken.contains($0) }
        return outcome
    }

    func undo(by person: String) throws -> ReviewOutcome {
        if isDown { throw Gone() }
        var outcome = ReviewOutcome()
        guard let last = steps.popLast() else { return outcome }
        items += last
        outcome.decision = decisions.last?.decision
        (outcome.items, outcome.signals) = (last.count, last.reduce(0) { $0 + 1 + $1.copies })
        outcome.ids = last.map(\.id)
        return outcome
    }

    func snooze(_ request: ReviewSnooze) {
        if request.until == nil { snoozes.removeAll { $0.id == request.id } } else { snoozes.append(request) }
    }

    func assign(_ request: ReviewAssignment) { assignments.append(request) }

    func history(limit: Int) -> [ReviewStep] {
        decisions.reversed().prefix(limit).map { decision in
            DeskSample.decoded([
                "by": decision.by, "at": "2026-03-10T10:00:00Z", "decision": decision.decision.name, "id": "forum:1",
                "text": "a text", "signals": 1, "isUndone": false,
            ])
        }
    }

    func sitting(of person: String) -> ReviewSitting {
        DeskSample.decoded(["decided": decisions.count, "learned": [Any](), "rose": 0, "fell": 0])
    }
}
