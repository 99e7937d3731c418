package import Dispatch
import Foundation
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

    private struct State {
        var script: [Answer]
        var requests: [RecordedRequest] = []
    }

    package let port: Int
    private let listener: Int32
    private let state: Mutex<State>
    private let otherwise: @Sendable (RecordedRequest) -> Answer

    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [RecordedRequest] { state.withLock(\.requests) }

    /// Answers with the script, one after the other, and with `otherwise` after that.
    package init(
        _ script: [Answer] = [],
        otherwise: @escaping @Sendable (RecordedRequest) -> Answer = { _ in .written }
    ) throws {
        state = Mutex(State(script: script))
        self.otherwise = otherwise
        (listener, port) = try Self.listen()
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                // Closed here and not in deinit: a descriptor used again would let this thread take another's connections.
                guard connection >= 0 else {
                    close(listener)
                    return
                }
                guard let self else {
                    close(connection)
                    continue
                }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        // Wakes the thread in accept, which closes it.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening, Glibc.listen(descriptor, 64) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Answers the requests of one connection.
    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var reader = RequestReader(connection)
        while let request = reader.next() {
            let scripted = state.withLock { state in
                state.requests.append(request)
                return state.script.isEmpty ? nil : state.script.removeFirst()
            }
            let isLast = request.headers["connection"] == "close"
            guard answer(scripted ?? otherwise(request), connection, isLast: isLast), !isLast else { return }
        }
    }

    /// Sends an answer; false when the connection ends with it.
    private func answer(_ answer: Answer, _ connection: Int32, isLast: Bool) -> Bool {
        switch answer {
        case .closed: return false
        case .brokenOff:
            send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", connection)
            return false
        case .late(let gate, let answer):
            gate.wait()
            return self.answer(answer, connection, isLast: isLast)
        case .status(let status, let headers, let body):
            let headers = isLast ? headers.merging(["Connection": "close"]) { $1 } : headers
            let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
            let length = status == 204 ? "" : "Content-Length: \(body.utf8.count)\r\n"
            return send("HTTP/1.1 \(status) Scripted\r\n\(lines)\(length)\r\n\(body)", connection)
        }
    }

    @discardableResult
    private func send(_ text: String, _ connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
