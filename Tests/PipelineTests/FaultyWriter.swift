import Foundation
import Sinks
import Synchronization
import TestSupport

/// Answers the first requests itself, and has a real server answer the others.
final class FaultyWriter: HTTPWriter {
    private let http = WebWriter(SharedWeb.web)
    private let faults: [String]
    private let hook: @Sendable (Int) async throws -> Void
    private let requests = Mutex(0)

    /// Makes a writer that meets some faults first, each a status, `silence` or `echo`.
    ///
    /// `hook`: called before each request with its number.
    init(_ faults: [String], _ hook: @escaping @Sendable (Int) async throws -> Void) {
        (self.faults, self.hook) = (faults, hook)
    }

    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer {
        let number = requests.withLock { requests in
            requests += 1
            return requests
        }
        try await hook(number)
        guard number <= faults.count else { return try await http.post(body, to: url, headers: headers) }
        switch faults[number - 1] {
        case "silence":
            // It is there, and the sink does not come to know.
            _ = try await http.post(body, to: url, headers: headers)
            throw NoAnswer(reason: "the connection was reset")
        case "echo": return HTTPAnswer(status: 500, body: "you sent \(headers)")
        case let status: return HTTPAnswer(status: Int(status) ?? 500, body: "said \(headers["Authorization"] ?? "")")
        }
    }

    func head(_ url: URL) async throws -> HTTPAnswer { try await http.head(url) }
}
