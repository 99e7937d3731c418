import Hummingbird
import Pipeline

/// The queue, for the desks of those who decide.
struct ReviewRoutes {
    let control: Control

    func add<Context: RequestContext>(to router: Router<Context>) {
        let review = control.review
        add("page", to: router) { try await review.page($0) }
        add("selection", to: router) { try await review.selection($0) }
        add("decide", to: router) { try await review.decide($0) }
        add("undo", to: router) { (person: LocalRequest.Person) in try await review.undo(by: person.name) }
        add("snooze", to: router) { (snooze: ReviewSnooze) in
            try await review.snooze(snooze)
            return LocalAnswer.Done()
        }
        add("assign", to: router) { (assignment: ReviewAssignment) in
            try await review.assign(assignment)
            return LocalAnswer.Done()
        }
        add("history", to: router) { (request: LocalRequest.History) in try await review.history(limit: request.limit) }
        add("sitting", to: router) { (person: LocalRequest.Person) in try await review.sitting(of: person.name) }
    }

    private func add<Context: RequestContext, Body: Decodable, Answer: Encodable>(
        _ name: String,
        to router: Router<Context>,
        _ ask: @escaping @Sendable (Body) async throws -> Answer
    ) {
        router.post("review/\(name)") { request, _ in
            await Response.answer(control) { try Response(encoding: try await ask(try await request.body.decoded())) }
        }
    }
}
