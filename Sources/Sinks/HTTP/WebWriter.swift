package import Foundation
package import Signals
package import Web

/// Posts through the program's HTTP client.
///
/// Redirects are refused: points and credentials go where they were addressed and nowhere else.
package struct WebWriter: HTTPWriter {
    /// As much of an answer's body as sinks look at, in bytes.
    private static let bodyLimit = 4096

    private let web: Web
    private let timeLimit: Duration
    private let now: @Sendable () -> Timestamp

    /// The time of day.
    package static let wallClock: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// `timeLimit`: from the call to the end of the answer.
    package init(
        _ web: Web,
        timeLimit: Duration = .seconds(30),
        now: @escaping @Sendable () -> Timestamp = Self.wallClock
    ) {
        self.web = web
        self.timeLimit = timeLimit
        self.now = now
    }

    package func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer {
        try await send(.post, url, headers, body)
    }

    package func head(_ url: URL) async throws -> HTTPAnswer { try await send(.head, url, [:], []) }

    private func send(
        _ method: WebRequest.Method,
        _ url: URL,
        _ headers: [String: String],
        _ body: [UInt8]
    ) async throws -> HTTPAnswer {
        var headers = WebHeaders(headers)
        // An answer of a few bytes is not worth compressing.
        headers["Accept-Encoding"] = "identity"
        let limits = WebLimits(total: timeLimit, body: nil, redirects: .refused)
        let request = WebRequest(method, named: url, headers: headers, body: body, limits: limits)
        do {
            return try await web.withResponse(to: request) { [now] response in
                let body = try await response.body.beginning(Self.bodyLimit)
                return HTTPAnswer(
                    status: response.status,
                    body: String(decoding: body, as: UTF8.self),
                    retryAfter: response.headers["Retry-After"].flatMap { RetryAfter.wait($0, now: now()) }
                )
            }
        } catch let error as WebError {
            throw NoAnswer(reason: error.description, needsPerson: error.needsPerson)
        }
    }
}
