import Sinks
import Testing

@Suite struct InfluxDeliveryTests {
    private func action(
        _ status: Int,
        _ body: String = "",
        points: Int = 10,
        retryAfter: Double? = nil
    ) -> InfluxDelivery.Action {
        var delivery = InfluxDelivery()
        return delivery.answered(
            HTTPAnswer(status: status, body: body, retryAfter: retryAfter),
            points: points,
            jitter: 0.5
        )
    }

    @Test(arguments: [200, 204, 299])
    func `A write that succeeded is done`(status: Int) {
        #expect(action(status) == .done)
    }

    @Test func `The one point of a refused write is refused with the server's reason`() {
        let body = #"{"error":"unable to parse 'm v=NaN 1': invalid number"}"#
        #expect(action(400, body, points: 1) == .refuse(reason: "unable to parse 'm v=NaN 1': invalid number"))
    }

    @Test(arguments: [
        #"{"error":"partial write: field type conflict: … dropped=1"}"#, #"{"error":"partial write: … dropped=0"}"#,
        #"{"error":"unable to parse 'm'"}"#, "dropped=x", "",
    ])
    func `A write that was refused in part is halved`(body: String) {
        #expect(action(400, body) == .split)
    }

    @Test func `When every point was dropped all are refused at once`() {
        let reason = "partial write: points beyond retention policy dropped=10"
        #expect(action(400, #"{"error":"\#(reason)"}"#) == .refuseAll(reason: reason))
        #expect(action(400, #"{"error":"\#(reason)"}"#, points: 100) == .split, "ten of a hundred are not all")
    }

    @Test(arguments: [(#"{"error":"why"}"#, "why"), ("plain words\n", "plain words"), ("", "status 400")])
    func `The reason is the error of the body, or the body, or the status`(body: String, reason: String) {
        #expect(action(400, body, points: 1) == .refuse(reason: reason))
    }

    @Test func `A reason has a bounded length`() {
        guard case .refuse(let reason) = action(400, String(repeating: "long ", count: 1000), points: 1) else {
            Issue.record("a refused point is refused")
            return
        }
        #expect(reason.count == 500)
    }

    @Test(arguments: [401, 403])
    func `Refused credentials hold the outbox and name what to set`(status: Int) {
        let reason =
            "the server refuses the credentials (\(status)). Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, "
            + "or username and password_file in the configuration"
        #expect(action(status) == .hold(after: 45, reason: reason))
    }

    @Test func `A point that is too large alone is refused, more of them are halved`() {
        #expect(action(413, points: 2) == .split)
        #expect(action(413, points: 1) == .refuse(reason: "the point is larger than the server accepts (413)"))
    }

    @Test(arguments: [
        (429, "the server is busy (429)"), (503, "the server is busy (503)"), (500, "the server failed (500): oops"),
        (502, "the server failed (502): oops"),
    ])
    func `A failing server is tried again after a while`(status: Int, reason: String) {
        #expect(action(status, "oops") == .retry(after: 0.25, reason: reason))
    }

    @Test(arguments: [429, 503, 500])
    func `A stated wait is kept to, with jitter on top`(status: Int) {
        guard case .retry(let delay, _) = action(status, retryAfter: 7) else {
            Issue.record("\(status) is tried again")
            return
        }
        #expect(delay == 7.5)
    }

    @Test(arguments: [(1e12, 3600.5), (-5, 0.5), (Double.infinity, 3600.5), (.nan, 0.25)])
    func `A stated wait that makes no sense becomes one that does`(stated: Double, expected: Double) {
        guard case .retry(let delay, _) = action(503, retryAfter: stated) else {
            Issue.record("503 is tried again")
            return
        }
        #expect(delay == expected)
    }

    @Test func `A missing retention policy is a matter for a person`() {
        let reason = "the database has no default retention policy: retention policy not found: autogen"
        let body = #"{"error":"retention policy not found: autogen"}"#
        #expect(action(500, body) == .hold(after: 45, reason: reason))
    }

    @Test(arguments: [301, 302, 307, 308])
    func `A redirect is not followed`(status: Int) {
        let reason = "the server redirects elsewhere (\(status)), which is not followed. Give its true address"
        #expect(action(status) == .hold(after: 45, reason: reason))
    }

    @Test func `An answer nobody expects holds and is quoted`() {
        #expect(action(418, "short and stout") == .hold(after: 45, reason: "the server answered 418: short and stout"))
    }

    @Test func `No answer means the same again`() {
        var delivery = InfluxDelivery()
        #expect(delivery.unanswered("reset", jitter: 1) == .retry(after: 0.5, reason: "no answer: reset"))
    }
}
