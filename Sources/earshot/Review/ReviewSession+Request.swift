package import Pipeline

extension ReviewSession.Request {
    /// Asks a desk.
    package func carryOut(at desk: any ReviewDesk) async throws -> ReviewSession.Answer {
        switch self {
        case .page(let query): return .page(try await desk.page(query))
        case .count(let query, _): return .selection(try await desk.selection(query))
        case .decide(let decision): return .outcome(try await desk.decide(decision))
        case .undo(let person): return .outcome(try await desk.undo(by: person))
        case .snooze(let snooze): try await desk.snooze(snooze)
        case .assign(let assignment, _): try await desk.assign(assignment)
        case .history: return .steps(try await desk.history(limit: ReviewSession.historyLimit))
        }
        return .done
    }
}
