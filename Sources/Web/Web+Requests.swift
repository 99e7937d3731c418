import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

extension Web {
    /// Sends a request and reads the whole answer.
    ///
    /// - Throws: `WebError`; `CancellationError`.
    package func answer(to request: WebRequest) async throws -> WebAnswer {
        try await withResponse(to: request) { response in
            WebAnswer(
                status: response.status,
                headers: response.headers,
                url: response.url,
                body: try await response.body.collect()
            )
        }
    }

    /// Sends a request and runs `body` with the answer as soon as its head is there.
    ///
    /// The connection is freed when `body` returns; what it has not read is given up.
    /// - Throws: `WebError`, `CancellationError`, and what `body` throws.
    package func withResponse<Result: Sendable>(
        to request: WebRequest,
        _ body: @escaping @Sendable (WebResponse) async throws -> Result
    ) async throws -> Result {
        guard let origin = WebOrigin(request.url) else { throw WebError(.badAddress, at: nil) }
        let progress = RequestProgress(at: origin, connectTime: configuration.connectTime)
        let timer = RequestTimer(limits: request.limits, clock: configuration.clock, progress: progress)
        return try await timer.run { try await self.follow(request, progress, body) }
    }

    private enum Step<Result: Sendable>: Sendable {
        case done(Result)
        case redirected(WebRequest)
    }

    private func follow<Result: Sendable>(
        _ first: WebRequest,
        _ progress: RequestProgress,
        _ body: @Sendable (WebResponse) async throws -> Result
    ) async throws -> Result {
        var request = first
        var redirects = 0
        while true {
            switch try await exchange(request, progress, body) {
            case .done(let result): return result
            case .redirected(let next):
                if case .followed(let max) = first.limits.redirects, redirects >= max {
                    throw WebError(.tooManyRedirects(max), at: WebOrigin(next.url))
                }
                redirects += 1
                request = next
            }
        }
    }

    /// Sends one request, without following where it leads.
    private func exchange<Result: Sendable>(
        _ request: WebRequest,
        _ progress: RequestProgress,
        _ body: (WebResponse) async throws -> Result
    ) async throws -> Step<Result> {
        let connection = try await open(request, progress)
        do {
            let step = try await read(connection.response, of: request, progress, body)
            await connection.close()
            return step
        } catch {
            await connection.close()
            throw error
        }
    }

    private func read<Result: Sendable>(
        _ response: HTTPClientResponse,
        of request: WebRequest,
        _ progress: RequestProgress,
        _ body: (WebResponse) async throws -> Result
    ) async throws -> Step<Result> {
        let headers = WebHeaders(response.headers.map { (name: $0.name, value: $0.value) })
        let status = Int(response.status.code)
        if let next = try Redirection.next(after: request, status: status, headers: headers) {
            return .redirected(next)
        }
        let pieces = WebBody(response.body, limit: request.limits.body, progress: progress)
        return .done(
            try await body(WebResponse(status: status, headers: headers, url: request.url, body: pieces))
        )
    }
}
