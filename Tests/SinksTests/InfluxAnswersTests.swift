import Signals
import Sinks
import Testing

@Suite struct InfluxAnswersTests {
    private func reply(
        _ status: Int,
        _ body: String = "",
        points: Int = 10,
        retryAfter: Duration? = nil
    ) -> PointReply {
        InfluxAnswers.toWrite(HTTPAnswer(status: status, body: body, retryAfter: retryAfter), points: points)
    }

    @Test func `A write that succeeded is done`() {
        #expect(reply(204) == .done)
    }

    @Test(arguments: [200, 202, 299])
    func `Who answers a write with another success is not InfluxDB`(status: Int) {
        let ours = "what answers there is not InfluxDB: it says \(status) to a write, where InfluxDB answers 204"
        #expect(reply(status, "<html>") == .hold(Cause(.notTheService, ours, theirs: "<html>")))
    }

    @Test func `The one point of a refused write is refused with the server's reason`() {
        let body = #"{"error":"unable to parse 'm v=NaN 1': invalid number"}"#
        #expect(
            reply(400, body, points: 1)
                == .refuse(
                    Cause(.refused, "the server refused a point", theirs: "unable to parse 'm v=NaN 1': invalid number")
                )
        )
    }

    @Test(arguments: [
        #"{"error":"partial write: field type conflict: … dropped=1"}"#, #"{"error":"partial write: … dropped=0"}"#,
        #"{"error":"unable to parse 'm'"}"#, "dropped=x", "",
    ])
    func `A write that was refused in part is halved`(body: String) {
        #expect(reply(400, body) == .split)
    }

    @Test func `When every point was dropped all are refused at once`() {
        let reason = "partial write: points beyond retention policy dropped=10"
        #expect(
            reply(400, #"{"error":"\#(reason)"}"#)
                == .refuseAll(Cause(.refused, "the server refused a point", theirs: reason))
        )
        #expect(reply(400, #"{"error":"\#(reason)"}"#, points: 100) == .split, "ten of a hundred are not all")
    }

    @Test(arguments: [(#"{"error":"why"}"#, "why"), ("plain words\n", "plain words"), ("", "status 400")])
    func `The reason is the error of the body, or the body, or the status`(body: String, reason: String) {
        #expect(reply(400, body, points: 1) == .refuse(Cause(.refused, "the server refused a point", theirs: reason)))
    }

    @Test func `A reason has a bounded length`() {
        guard case .refuse(let cause) = reply(400, String(repeating: "long ", count: 1000), points: 1) else {
            Issue.record("a refused point is refused")
            return
        }
        #expect(cause.theirs?.count == 500)
    }

    @Test(arguments: [401, 403])
    func `Refused credentials hold the outbox and name what to set`(status: Int) {
        let reason =
            "the server refuses the credentials (\(status)). Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, "
            + "or username and password_file in the configuration"
        #expect(reply(status) == .hold(Cause(.credentials, reason)))
    }

    @Test func `A point that is too large alone is refused, more of them are halved`() {
        #expect(reply(413, points: 2) == .split)
        #expect(reply(413, points: 1) == .refuse(Cause(.tooLarge, "the point is larger than the server accepts (413)")))
    }

    @Test(arguments: [
        (429, Cause(.busy, "the server is busy (429)")), (503, Cause(.busy, "the server is busy (503)")),
        (500, Cause(.failed, "the server failed (500)", theirs: "oops")),
        (502, Cause(.failed, "the server failed (502)", theirs: "oops")),
    ])
    func `A failing server is tried again after a while`(status: Int, cause: Cause) {
        #expect(reply(status, "oops") == .later(cause))
    }

    @Test(arguments: [429, 503, 500])
    func `A stated wait is handed on`(status: Int) {
        guard case .later(_, .seconds(7)?) = reply(status, retryAfter: .seconds(7)) else {
            Issue.record("\(status) is tried again")
            return
        }
    }

    @Test func `A missing retention policy is a matter for a person`() {
        let body = #"{"error":"retention policy not found: autogen"}"#
        let cause = Cause(
            .missing,
            "the database has no default retention policy",
            theirs: "retention policy not found: autogen"
        )
        #expect(reply(500, body) == .hold(cause))
    }

    @Test(arguments: [301, 302, 307, 308])
    func `A redirect is not followed`(status: Int) {
        let ours = "the server redirects elsewhere (\(status)), which is not followed. Give its true address"
        #expect(reply(status) == .hold(Cause(.redirected, ours)))
    }

    @Test func `An answer nobody expects holds and is quoted`() {
        let cause = Cause(.refused, "the server answered 418", theirs: "short and stout")
        #expect(reply(418, "short and stout") == .hold(cause))
        #expect(cause.expanded == "the server answered 418: short and stout")
    }

    @Test func `No answer means the same again`() {
        #expect(HTTPWait.unanswered(NoAnswer(reason: "reset")) == .later(Cause(.noAnswer, "no answer: reset")))
        let expired = NoAnswer(reason: "the certificate has expired", needsPerson: true)
        #expect(HTTPWait.unanswered(expired) == .hold(Cause(.noAnswer, "the certificate has expired")))
    }

    // MARK: Statements

    @Test func `A database is created when the server says so in its own way`() {
        #expect(InfluxAnswers.toCreation(HTTPAnswer(status: 200, body: #"{"results":[{}]}"#)) == .done)
        for body in ["", "<html>", "{}"] {
            guard case .hold(let cause) = InfluxAnswers.toCreation(HTTPAnswer(status: 200, body: body)) else {
                Issue.record("\(body) is not what InfluxDB says")
                return
            }
            #expect(cause.code == .notTheService)
        }
    }

    @Test(arguments: [
        HTTPAnswer(status: 403, body: #"{"error":"not authorized"}"#),
        HTTPAnswer(status: 200, body: #"{"results":[{"error":"not authorized"}]}"#),
    ])
    func `A database that may not be created is a matter for a person`(answer: HTTPAnswer) {
        guard case .hold(let cause) = InfluxAnswers.toCreation(answer) else {
            Issue.record("a refused creation holds")
            return
        }
        #expect(cause.ours == "the database is missing and may not be created (\(answer.status))")
        #expect(cause.theirs?.contains("not authorized") == true)
    }

    @Test(arguments: [500, 503, 429])
    func `A creation that failed is tried again`(status: Int) {
        let cause = Cause(.failed, "creating the database failed (\(status))")
        #expect(InfluxAnswers.toCreation(HTTPAnswer(status: status, body: "")) == .later(cause))
    }

    @Test func `A statement's error is in an answer of 200`() {
        func deletion(_ body: String) -> PointReply { InfluxAnswers.toDeletion(HTTPAnswer(status: 200, body: body)) }
        #expect(deletion(#"{"results":[{"statement_id":0}]}"#) == .done)
        #expect(deletion(#"{"results":[{"statement_id":0,"error":"database not found: t"}]}"#) == .create)
        guard case .later(let cause, nil) = deletion(#"{"results":[{"error":"timeout"}]}"#) else {
            Issue.record("it is tried again")
            return
        }
        #expect(cause.ours == "deleting points failed")
    }
}
