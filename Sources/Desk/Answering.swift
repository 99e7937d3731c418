import Foundation
import Hummingbird
import Pipeline
import ServiceLifecycle
import Signals

extension RequestBody {
    private static let limit = 64 << 20
    /// A body that takes longer to come is not waited for.
    private static let timeout = Duration.seconds(30)

    /// Reads the body as JSON.
    ///
    /// - Throws: `LateBody` if it does not come in time, or the program is being stopped meanwhile; decoding errors.
    func decoded<Body: Decodable>(as type: Body.Type = Body.self) async throws -> Body {
        let bytes = try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Data?.self) { group in
                group.addTask { Data(try await self.collect(upTo: Self.limit).readableBytesView) }
                group.addTask {
                    try await Task.sleep(for: Self.timeout)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
        guard let bytes else { throw LateBody() }
        return try JSONDecoder().decode(Body.self, from: bytes)
    }
}

/// A request of which no more than a part came.
struct LateBody: Error, CustomStringConvertible {
    let description = "the rest of the request did not come in time. Send it again."
}

extension Response {
    /// What came of a request, or in words why nothing did.
    static func answer(_ control: Control, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch is DecodingError {
            // Its own words would show what was sent.
            return Response(
                status: .badRequest,
                error: "the request cannot be read. Is the other Earshot of another version?"
            )
        } catch let error as LateBody {
            return Response(status: .requestTimeout, error: error.description)
        } catch is CancellationError {
            return Response(status: .serviceUnavailable, error: "Earshot is being stopped. Run the command again.")
        } catch {
            return Response(status: .internalServerError, error: control.describe(error))
        }
    }

    /// The same for a request that needs the store to be written: while it cannot be, that is the answer.
    static func answerWriting(_ control: Control, _ body: () async throws -> Response) async -> Response {
        if let fault = control.health.storeFault {
            return Response(
                status: .serviceUnavailable,
                error: "\(fault.ours). Run the command again when that has passed."
            )
        }
        return await answer(control, body)
    }

    init(encoding value: some Encodable) throws {
        self.init(status: .ok, json: String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }

    init(status: HTTPResponse.Status, error: String) {
        self.init(status: status, key: "error", text: error)
    }

    init(status: HTTPResponse.Status, message: String) {
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
