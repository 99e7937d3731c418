package import Foundation
import FoundationNetworking

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
    /// `Retry-After` in seconds.
    package let retryAfter: Double?

    package init(status: Int, body: String, retryAfter: Double? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }
}

/// Sends bodies by POST.
package protocol HTTPWriter: Sendable {
    /// - Throws: `NoAnswer`.
    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer
}

/// POST through Foundation.
package final class FoundationHTTPWriter: HTTPWriter {
    private let session: URLSession

    /// - Parameter timeout: seconds without an answer after which a request is given up.
    package init(timeout: Double = 30) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeout
        configuration.httpMaximumConnectionsPerHost = 1
        configuration.httpShouldSetCookies = false
        session = URLSession(configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
    }

    package func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer {
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response): (Data, URLResponse)
        do {
            (data, response) = try await session.data(for: request)
        } catch let error as URLError {
            throw NoAnswer(reason: error.localizedDescription)
        }
        guard let response = response as? HTTPURLResponse else { throw NoAnswer(reason: "the answer was not HTTP") }
        return HTTPAnswer(
            status: response.statusCode,
            body: String(decoding: data.prefix(4096), as: UTF8.self),
            retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init)
        )
    }

    /// Points and credentials go where they were addressed and nowhere else.
    private final class RedirectRefusal: NSObject, URLSessionTaskDelegate, Sendable {
        func urlSession(
            _ session: URLSession,
            task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse,
            newRequest request: URLRequest,
            completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
