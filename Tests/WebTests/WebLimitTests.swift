import Foundation
import TestSupport
import Testing
import Web

/// Limits that hold whatever a server does, and ends that come at once.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct WebLimitTests {
    private static let limit = Duration.milliseconds(300)

    private func url(_ server: RawServer) throws -> URL {
        try #require(URL(string: "http://127.0.0.1:\(server.port)/"))
    }

    private func cause(_ server: RawServer, limits: WebLimits = WebLimits(total: limit)) async throws -> WebError.Cause?
    {
        let request = WebRequest(named: try url(server), limits: limits)
        let error = await #expect(throws: WebError.self) { try await SharedWeb.web.answer(to: request) }
        return error?.cause
    }

    @Test func `A server that never answers ends at the time limit`() async throws {
        let server = try RawServer { $0.awaitEnd() }
        #expect(try await cause(server) == .noAnswer(after: Self.limit))
    }

    @Test func `An answer that drips ends at the time limit`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 500 X\r\nContent-Length: 100000\r\n\r\n")
            while connection.send("x") { Thread.sleep(forTimeInterval: 0.02) }
        }
        #expect(try await cause(server) == .unfinished(after: Self.limit))
    }

    @Test func `A server that hangs after the head ends at the time limit`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            connection.awaitEnd()
        }
        #expect(try await cause(server) == .unfinished(after: Self.limit))
    }

    @Test func `An endless body ends at the limit of bytes`() async throws {
        let server = try Self.endless()
        let limits = WebLimits(total: .seconds(30), body: 1 << 20)
        #expect(try await cause(server, limits: limits) == .bodyTooLarge(limit: 1 << 20))
    }

    @Test func `An endless body that nobody bounds ends at the time limit`() async throws {
        let server = try Self.endless()
        let request = WebRequest(named: try url(server), limits: WebLimits(total: Self.limit, body: nil))
        let error = await #expect(throws: WebError.self) {
            try await SharedWeb.web.withResponse(to: request) { response in
                for try await _ in response.body {}
            }
        }
        #expect(error?.cause == .unfinished(after: Self.limit))
    }

    @Test func `An endless head ends`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-Padding: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        #expect([.notHTTP, .noAnswer(after: Self.limit)].contains(try await cause(server)))
    }

    @Test func `The beginning of an endless body is had without the rest`() async throws {
        let server = try Self.endless()
        let request = WebRequest(named: try url(server), limits: WebLimits(total: .seconds(30), body: nil))
        let bytes = try await SharedWeb.web.withResponse(to: request) { try await $0.body.beginning(4096) }
        #expect(bytes == Array(repeating: UInt8(ascii: "x"), count: 4096))
    }

    @Test func `A stream without a time limit ends when nothing comes any more`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            connection.awaitEnd()
        }
        let limits = WebLimits(total: nil, silence: Self.limit, body: nil)
        #expect(try await cause(server, limits: limits) == .silent(for: Self.limit))
    }

    @Test func `Cancelling ends a request at once, and the connection with it`() async throws {
        let (asked, continuation) = AsyncStream.makeStream(of: String.self)
        let server = try RawServer { connection in
            connection.request()
            continuation.yield("asked")
            connection.awaitEnd()
            continuation.yield("closed")
        }
        let request = WebRequest(named: try url(server), limits: WebLimits(total: .seconds(600)))
        let task = Task { try await SharedWeb.web.answer(to: request) }
        var events = asked.makeAsyncIterator()
        #expect(await events.next() == "asked")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await events.next() == "closed")
    }

    @Test func `Waiting for an answer costs no processor time`() async throws {
        let server = try RawServer { $0.awaitEnd() }
        let before = Self.processorTime
        #expect(try await cause(server, limits: WebLimits(total: .seconds(2))) == .noAnswer(after: .seconds(2)))
        #expect(Self.processorTime - before < 0.5)
    }

    /// Seconds of the whole process, in user and system mode.
    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }.reduce(0, +)
    }

    private static func endless() throws -> RawServer {
        try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let block = Array(repeating: UInt8(ascii: "x"), count: 65_536)
            while connection.send(block) {}
        }
    }
}
