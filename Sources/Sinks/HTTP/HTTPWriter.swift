package import Foundation
import FoundationNetworking
import Synchronization

/// A request that got no answer.
package struct NoAnswer: Error, Hashable, CustomStringConvertible {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

/// An answer, as much of it as sinks look at.
package struct HTTPAnswer: Hashable, Sendable {
    package let status: Int
    package let body: String
    /// `Retry-After` in seconds; nil where it is a date, or nothing that can be read.
    package let retryAfter: Double?

    package init(status: Int, body: String, retryAfter: Double? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// Sends bodies by POST.
package protocol HTTPWriter: Sendable {
    /// - Throws: `NoAnswer`, and `CancellationError`.
    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer
}

/// POST through Foundation.
package final class FoundationHTTPWriter: HTTPWriter {
    private let session: URLSession
    private let exchanges = Exchanges()

    /// - Parameter timeout: seconds without an answer after which a request is given up.
    package init(timeout: Double = 30) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        configuration.httpMaximumConnectionsPerHost = 1
        configuration.httpShouldSetCookies = false
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        // A session holds its delegate until then.
        session.finishTasksAndInvalidate()
    }

    package func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer {
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        // A connection each: when a server closes one that is used again, Foundation repeats the request without its
        // body and waits for the timeout.
        request.setValue("close", forHTTPHeaderField: "Connection")
        let task = session.dataTask(with: request)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { exchanges.start(task, $0) }
            } onCancel: {
                task.cancel()
            }
        } catch {
            try Task.checkCancellation()
            throw error
        }
    }
}

/// The requests under way, each with what was received of its answer.
private final class Exchanges: NSObject, URLSessionDataDelegate, Sendable {
    private struct Exchange {
        let continuation: CheckedContinuation<HTTPAnswer, any Error>
        var body: [UInt8] = []
    }

    /// As much of an answer's body as sinks look at.
    private static let bodyLimit = 4096

    private let running = Mutex<[Int: Exchange]>([:])

    func start(_ task: URLSessionTask, _ continuation: CheckedContinuation<HTTPAnswer, any Error>) {
        running.withLock { $0[task.taskIdentifier] = Exchange(continuation: continuation) }
        task.resume()
        // A task that was cancelled before it was known here has ended unheard.
        if Task.isCancelled { end(task, .failure(CancellationError())) }
    }

    private func end(_ task: URLSessionTask, _ result: Result<HTTPURLResponse, any Error>) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.continuation.resume(with: result.map { HTTPAnswer($0, body: exchange.body) })
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        running.withLock { running in
            let received = running[dataTask.taskIdentifier]?.body.count ?? 0
            running[dataTask.taskIdentifier]?.body += data.prefix(Self.bodyLimit - received)
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error {
            end(task, .failure(NoAnswer(reason: error.localizedDescription)))
        } else if let response = task.response as? HTTPURLResponse {
            end(task, .success(response))
        } else {
            end(task, .failure(NoAnswer(reason: "the answer was not HTTP")))
        }
    }

    /// Points and credentials go where they were addressed and nowhere else.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    /// A refusal of credentials is an answer like others; a task that is left alone with it would never end.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        if let response = challenge.failureResponse as? HTTPURLResponse { end(task, .success(response)) }
        completionHandler(.cancelAuthenticationChallenge, nil)
    }
}

extension HTTPAnswer {
    fileprivate init(_ response: HTTPURLResponse, body: [UInt8]) {
        self.init(
            status: response.statusCode,
            body: String(decoding: body, as: UTF8.self),
            retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap { UInt($0) }.map(Double.init)
        )
    }
}
