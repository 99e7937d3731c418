import Feeds
import Foundation
import Hummingbird
import Pipeline
import Signals
import Store

/// What commands ask of the process that holds the store, over its local socket.
struct ControlRoutes {
    let control: Control

    func add(to router: Router<DeskContext>) {
        router.get("status") { _, _ in try await status() }
        router.post("reload") { _, _ in await Response.answerWriting(control) { await reload() } }
        router.post("replay") { request, context in
            await Response.answerWriting(control) {
                let body = try await request.body.decoded(as: LocalRequest.Replay.self)
                // Whoever asked may go away, and then nobody wants it.
                return try await context.whileConnected { try await replay(body) }
            }
        }
        router.post("forget") { request, _ in
            await Response.answerWriting(control) { try await forget(try await request.body.decoded()) }
        }
        router.post("deadletters/retry") { _, _ in await Response.answerWriting(control) { try await retry() } }
    }

    // MARK: Status

    private func status() async throws -> Response {
        var writer = JSONWriter()
        writer.raw("{\"version\":")
        writer.append(control.version)
        writer.raw(",\"store\":")
        writer.append(control.store.path)
        writer.raw(",\"started_at\":\"")
        writer.append(control.startedAt)
        writer.raw("\",\"ready\":")
        writer.append(control.health.isReady)
        writer.raw(",\"degraded\":")
        writer.append(control.health.isDegraded)
        writer.raw(",\"faults\":")
        writer.append(control.health.faults)
        writer.raw(",\"counts\":")
        writer.append(control.hearing.counts)
        writer.raw(",\"feeds\":[")
        for (index, status) in control.hearing.statuses().enumerated() {
            if index > 0 { writer.raw(",") }
            writer.append(status)
        }
        writer.raw("]}")
        return Response(status: .ok, json: writer)
    }

    // MARK: Requests

    private func reload() async -> Response {
        let (sentence, isFine) = await control.reloading.reload()
        return isFine
            ? Response(status: .ok, message: sentence) : Response(status: .unprocessableContent, error: sentence)
    }

    /// Files are read by this process: their paths are absolute.
    private func replay(_ request: LocalRequest.Replay) async throws -> Response {
        var options = LineOptions()
        do throws(UnknownFormat) {
            if let name = request.format { options.format = try PostFormat(named: name) }
        } catch {
            return Response(status: .badRequest, error: error.description)
        }
        options.keepsRaw = request.keepsRaw
        let sources = request.files.map(StreamSource.init(path:))
        let summary = try await control.hearing.replay(sources, options: options, resumes: !request.again)
        return try Response(encoding: summary)
    }

    private func forget(_ plan: ForgettingPlan) async throws -> Response {
        let isEmptied = try await control.store.forget(plan, at: .now)
        return try Response(encoding: LocalAnswer.Forgotten(logEmptied: isEmptied))
    }

    private func retry() async throws -> Response {
        try Response(encoding: try await control.hearing.retryDeadLetters())
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ counts: Replay.Summary) {
        let members: [(String, Int)] = [
            ("heard", counts.heard), ("kept", counts.kept), ("duplicates", counts.duplicates),
            ("unmatched", counts.unmatched), ("dead", counts.dead),
        ]
        for (index, member) in members.enumerated() {
            raw(index == 0 ? "{" : ",")
            append(member.0)
            raw(":")
            append(member.1)
        }
        raw("}")
    }

    fileprivate mutating func append(_ status: FeedStatus) {
        raw("{\"feed\":")
        append(status.name)
        raw(",\"kind\":")
        append(status.kind)
        raw(",\"state\":")
        append(status.state.name)
        raw(",\"reason\":")
        append(status.state.reason)
        raw(",\"lines\":")
        append(status.lines)
        raw(",\"last_heard\":")
        if let time = status.lastHeard {
            raw("\"")
            append(time)
            raw("\"")
        } else {
            raw("null")
        }
        raw("}")
    }
}
