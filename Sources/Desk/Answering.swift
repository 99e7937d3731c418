import Foundation
import Hummingbird
import Signals

extension Request {
    private static let bodyLimit = 64 << 20

    /// The body, read as JSON.
    func decoded<Body: Decodable>(as type: Body.Type = Body.self) async throws -> Body {
        var request = self
        let buffer = try await request.collectBody(upTo: Self.bodyLimit)
        return try JSONDecoder().decode(Body.self, from: Data(buffer.readableBytesView))
    }
}

extension Response {
    /// What came of a request, or in words why nothing did.
    static func answer(_ control: Control, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let error as DecodingError {
            return Response(status: .badRequest, error: "the request cannot be read: \(error)")
        } catch {
            return Response(status: .internalServerError, error: control.describe(error))
        }
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
