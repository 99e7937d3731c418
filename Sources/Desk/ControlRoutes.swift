import Feeds
import Foundation
import Hummingbird
import Pipeline
import Signals
import Store

/// What commands ask of the process that holds the store, over its local socket.
struct ControlRoutes {
    let control: Control

    private static let bodyLimit = 64 << 20

    func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("status") { _, _ in try await status() }
        router.post("reload") { _, _ in await reload() }
        router.post("replay") { request, _ in
            await answer { try await replay(try await body(of: request)) }
        }
        router.post("decide") { request, _ in
            await answer {
                let request: LocalRequest.Decide = try await body(of: request)
                return try Response(encoding: await Deciding(store: control.store).decide(request.decisions, now: .now))
            }
        }
        router.post("forget") { request, _ in
            await answer { try await forget(try await body(of: request)) }
        }
        router.post("deadletters/retry") { _, _ in await answer { try await retry() } }
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
        writer.raw(",\"faults\":")
        writer.append(control.health.faults)
        writer.raw(",\"counts\":")
        writer.append(control.hearing.counts)
        writer.raw(",\"feeds\":[")
        for (index, status) in await control.hearing.statuses().enumerated() {
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
        var ear = Ear.Configuration()
        if let format = request.format.flatMap(PostParser.Format.init(rawValue:)) { ear.format = format }
        ear.keepsRaw = request.keepsRaw
        ear.resumes = !request.again
        let summary = try await control.hearing.replay(request.files.map { .file(path: $0) }, ear: ear)
        return try Response(encoding: summary)
    }

    private func forget(_ plan: ForgettingPlan) async throws -> Response {
        let isEmptied = try await control.store.forget(plan, at: .now)
        return try Response(encoding: LocalAnswer.Forgotten(logEmptied: isEmptied))
    }

    private func retry() async throws -> Response {
        try Response(encoding: try await control.hearing.retryDeadLetters())
    }

    private func body<Body: Decodable>(of request: Request) async throws -> Body {
        var request = request
        let buffer = try await request.collectBody(upTo: Self.bodyLimit)
        return try JSONDecoder().decode(Body.self, from: Data(buffer.readableBytesView))
    }

    private func answer(_ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let error as DecodingError {
            return Response(status: .badRequest, error: "the request cannot be read: \(error)")
        } catch {
            return Response(status: .internalServerError, error: control.describe(error))
        }
    }
}

extension Response {
    fileprivate init(encoding value: some Encodable) throws {
        self.init(status: .ok, json: String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }

    fileprivate init(status: HTTPResponse.Status, error: String) {
        self.init(status: status, key: "error", text: error)
    }

    fileprivate init(status: HTTPResponse.Status, message: String) {
        self.init(status: status, key: "message", text: message)
    }

    private init(status: HTTPResponse.Status, key: String, text: String) {
        var writer = JSONWriter()
        writer.raw("{")
        writer.append(key)
        writer.raw(":")
        writer.append(text)
        writer.raw("}")
        self.init(status: status, json: writer)
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ counts: Hearing.Counts) {
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
