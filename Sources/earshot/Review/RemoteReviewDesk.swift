import Assembly
import Desk
import Pipeline

/// The queue of the process that holds the store.
struct RemoteReviewDesk: ReviewDesk {
    let client: LocalClient

    func page(_ query: ReviewQuery) async throws -> ReviewPage { try await client.ask("review/page", query) }

    func selection(_ query: ReviewQuery) async throws -> ReviewSelection {
        try await client.ask("review/selection", query)
    }

    func decide(_ request: ReviewDecision) async throws -> ReviewOutcome {
        try await client.ask("review/decide", request)
    }

    func undo(by person: String) async throws -> ReviewOutcome {
        try await client.ask("review/undo", LocalRequest.Person(name: person))
    }

    func snooze(_ request: ReviewSnooze) async throws {
        _ = try await client.ask("review/snooze", request, for: LocalAnswer.Done.self)
    }

    func assign(_ request: ReviewAssignment) async throws {
        _ = try await client.ask("review/assign", request, for: LocalAnswer.Done.self)
    }

    func history(limit: Int) async throws -> [ReviewStep] {
        try await client.ask("review/history", LocalRequest.History(limit: limit))
    }

    func sitting(of person: String) async throws -> ReviewSitting {
        try await client.ask("review/sitting", LocalRequest.Person(name: person))
    }
}
