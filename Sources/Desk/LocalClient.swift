package import Foundation
import Store
import Web

/// Asks the process that holds a store, over its local socket.
package struct LocalClient: Sendable {
    /// An answer of the running program.
    package struct Answer: Sendable {
        package let isFine: Bool
        package let body: Data

        /// Why it was not, in the words of who answered.
        package var error: String? {
            (try? JSONDecoder().decode([String: String].self, from: body))?["error"]
        }
    }

    /// Bytes of an answer; the largest is a page of the queue.
    private static let bodyLimit = 256 << 20

    private let path: String

    /// Returns nil if no program has a socket beside that store.
    package init?(store: String) {
        guard let path = LocalSocket.path(of: store), FileManager.default.fileExists(atPath: path) else { return nil }
        self.path = path
    }

    /// Asks for what is known at once.
    ///
    /// - Throws: `WebError`, also when no answer is complete within `limit`; `CancellationError`.
    package func get(_ route: String, within limit: Duration = .seconds(5)) async throws -> Answer {
        try await send(.get, route, [], within: limit)
    }

    /// Asks for something to be done, which takes as long as it takes.
    ///
    /// - Throws: `WebError`; `CancellationError`; what encoding throws.
    package func post(_ route: String, _ body: (any Encodable & Sendable)? = nil) async throws -> Answer {
        try await send(.post, route, try body.map { Array(try JSONEncoder().encode($0)) } ?? [], within: nil)
    }

    private func send(
        _ method: WebRequest.Method,
        _ route: String,
        _ body: [UInt8],
        within limit: Duration?
    ) async throws -> Answer {
        let request = WebRequest(
            method,
            socket: path,
            route: route,
            body: body,
            limits: WebLimits(total: limit, body: Self.bodyLimit)
        )
        // A local socket needs no proxy, no authorities and no connection to be kept.
        return try await Web.using(WebConfiguration(environment: [:])) { web in
            let answer = try await web.answer(to: request)
            return Answer(isFine: (200..<300).contains(answer.status), body: Data(answer.body))
        }
    }
}

/// The socket beside a store.
package enum LocalSocket {
    /// nil where the path is longer than a socket's may be.
    package static func path(of store: String) -> String? {
        let path = StorePath.real(store) + "-socket"
        // sun_path of sockaddr_un, with the NUL behind it.
        return path.utf8.count < 108 ? path : nil
    }
}
