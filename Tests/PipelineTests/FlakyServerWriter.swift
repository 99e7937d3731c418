import Foundation
import Sinks
import Synchronization
import TestSupport

/// Sends to a server that dies after some writes and comes back after some more that it missed.
final class FlakyServerWriter: HTTPWriter {
    private let server: InfluxServer
    private let http = WebWriter(SharedWeb.web)
    private let writes = Mutex(0)
    private let deaths: Set<Int>

    /// After the writes of these numbers the server is gone, without an answer to them.
    init(_ server: InfluxServer, deaths: Set<Int>) {
        self.server = server
        self.deaths = deaths
    }

    var count: Int { writes.withLock { $0 } }

    func head(_ url: URL) async throws -> HTTPAnswer { try await http.head(url) }

    func post(_ body: [UInt8], to url: URL, headers: [String: String]) async throws -> HTTPAnswer {
        let number = writes.withLock { writes in
            writes += 1
            return writes
        }
        if deaths.contains(number - 2) { try await server.restart() }
        let answer = try await http.post(body, to: url, headers: headers)
        guard deaths.contains(number) else { return answer }
        // The points are in the database; the sink does not come to know.
        try await server.end(isHard: true)
        throw NoAnswer(reason: "the server died")
    }
}
