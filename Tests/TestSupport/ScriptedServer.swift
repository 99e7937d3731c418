package import Dispatch
import Synchronization

/// An HTTP server on a free loopback port that answers as a test says and records what it got.
package final class ScriptedServer: Sendable {
    package enum Answer: Sendable {
        case status(Int, headers: [String: String] = [:], body: String = "")
        /// States a longer body than it sends, and closes the connection.
        case brokenOff
        /// Closes the connection without a byte.
        case closed
        /// Answers only when the semaphore is signalled.
        indirect case late(DispatchSemaphore, Answer)

        /// What InfluxDB answers when everything was written.
        package static let written = Answer.status(204)

        package static func refused(_ error: String) -> Answer {
            .status(400, body: #"{"error":"\#(error)"}"# + "\n")
        }
    }

    private let server: RawServer

    package var port: Int { server.port }
    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [RecordedRequest] { server.requests }

    /// Answers with the script, one after the other, and with `otherwise` after that.
    package init(
        _ script: [Answer] = [],
        otherwise: @escaping @Sendable (RecordedRequest) -> Answer = { _ in .written }
    ) throws {
        let script = Mutex(script)
        server = try RawServer { connection in
            while let request = connection.request() {
                let scripted = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                let isLast = request.headers["connection"] == "close"
                guard (scripted ?? otherwise(request)).send(to: connection, isLast: isLast), !isLast else { return }
            }
        }
    }
}

extension ScriptedServer.Answer {
    /// Sends it; false if the connection ends with it.
    fileprivate func send(to connection: RawConnection, isLast: Bool) -> Bool {
        switch self {
        case .closed: return false
        case .brokenOff:
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            return false
        case .late(let gate, let answer):
            gate.wait()
            return answer.send(to: connection, isLast: isLast)
        case .status(let status, let headers, let body):
            let headers = isLast ? headers.merging(["Connection": "close"]) { $1 } : headers
            let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
            let length = status == 204 ? "" : "Content-Length: \(body.utf8.count)\r\n"
            return connection.send("HTTP/1.1 \(status) Scripted\r\n\(lines)\(length)\r\n\(body)")
        }
    }
}
