import Sinks
import Testing

/// What a delivery remembers from one answer to the next.
@Suite struct InfluxDeliverySequenceTests {
    private static let missing = HTTPAnswer(status: 404, body: #"{"error":"database not found: \"twitter\""}"#)
    private static let busy = HTTPAnswer(status: 503, body: "")
    private static let fine = HTTPAnswer(status: 204, body: "")

    private func delays(_ delivery: inout InfluxDelivery, count: Int, jitter: Double) -> [Double] {
        (0..<count).compactMap { _ in
            if case .retry(let delay, _) = delivery.answered(Self.busy, points: 1, jitter: jitter) {
                delay
            } else {
                nil
            }
        }
    }

    @Test func `Waits double from half a second to a minute`() {
        var delivery = InfluxDelivery()
        #expect(delays(&delivery, count: 9, jitter: 1) == [0.5, 1, 2, 4, 8, 16, 32, 60, 60])
        #expect(delays(&delivery, count: 2000, jitter: 1).allSatisfy { $0 == 60 })
    }

    @Test(arguments: [0, 0.25, 1])
    func `Jitter is full: anywhere between nothing and the bound`(jitter: Double) {
        var delivery = InfluxDelivery()
        #expect(delays(&delivery, count: 4, jitter: jitter) == [0.5, 1, 2, 4].map { $0 * jitter })
    }

    @Test func `Silence and failures make the same wait grow`() {
        var delivery = InfluxDelivery()
        _ = delivery.unanswered("gone", jitter: 1)
        _ = delivery.answered(HTTPAnswer(status: 500, body: ""), points: 1, jitter: 1)
        #expect(delays(&delivery, count: 1, jitter: 1) == [2])
    }

    @Test func `A success starts the waits again from the shortest`() {
        var delivery = InfluxDelivery()
        _ = delays(&delivery, count: 6, jitter: 1)
        #expect(delivery.answered(Self.fine, points: 1, jitter: 1) == .done)
        #expect(delays(&delivery, count: 2, jitter: 1) == [0.5, 1])
    }

    @Test func `A missing database is created once, then a person is asked`() {
        var delivery = InfluxDelivery()
        #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .createDatabase)
        #expect(
            delivery.created(HTTPAnswer(status: 200, body: #"{"results":[{}]}"#), jitter: 0)
                == .retry(after: 0, reason: "created")
        )
        let reason = #"the server knows no such database or address (404): database not found: "twitter""#
        #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .hold(after: 30, reason: reason))
    }

    @Test func `A database that is dropped later is created again`() {
        var delivery = InfluxDelivery()
        for _ in 0..<3 {
            #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .createDatabase)
            _ = delivery.created(HTTPAnswer(status: 200, body: ""), jitter: 0)
            #expect(delivery.answered(Self.fine, points: 1, jitter: 0) == .done)
        }
    }

    @Test(arguments: [
        HTTPAnswer(status: 403, body: #"{"error":"not authorized"}"#),
        HTTPAnswer(status: 200, body: #"{"results":[{"error":"not authorized"}]}"#),
    ])
    func `A database that may not be created is a matter for a person`(answer: HTTPAnswer) {
        var delivery = InfluxDelivery()
        _ = delivery.answered(Self.missing, points: 1, jitter: 0)
        guard case .hold(30, let reason) = delivery.created(answer, jitter: 0) else {
            Issue.record("a refused creation holds")
            return
        }
        #expect(reason.hasPrefix("the database is missing and may not be created (\(answer.status)): "))
        #expect(reason.contains("not authorized"))
    }

    @Test(arguments: [500, 503, 429])
    func `A creation that failed is tried again`(status: Int) {
        var delivery = InfluxDelivery()
        _ = delivery.answered(Self.missing, points: 1, jitter: 0)
        let action = delivery.created(HTTPAnswer(status: status, body: ""), jitter: 1)
        #expect(action == .retry(after: 0.5, reason: "creating the database failed (\(status))"))
        #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .createDatabase)
    }

    @Test func `A creation without an answer is tried again`() {
        var delivery = InfluxDelivery()
        _ = delivery.answered(Self.missing, points: 1, jitter: 0)
        #expect(delivery.unanswered("reset", jitter: 1) == .retry(after: 0.5, reason: "no answer: reset"))
        #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .createDatabase)
    }

    @Test func `After a hold the database is tried to be created again, for a person may have allowed it`() {
        var delivery = InfluxDelivery()
        _ = delivery.answered(Self.missing, points: 1, jitter: 0)
        _ = delivery.created(HTTPAnswer(status: 403, body: ""), jitter: 0)
        #expect(delivery.answered(Self.missing, points: 1, jitter: 0) == .createDatabase)
    }
}
