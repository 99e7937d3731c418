import Foundation
import TestSupport
import Testing
import Web

/// Requests as a server sees them, and answers as they come back.
@Suite(.timeLimit(.minutes(1)))
struct WebRequestTests {
    @Test func `Method, path, headers and body arrive`() async throws {
        let server = try ScriptedServer([.status(201, headers: ["X-One": "1"], body: "made")])
        let url = try #require(URL(string: server.url + "/a%20b?q=%2B#fragment"))
        let answer = try await SharedWeb.web.answer(
            to: WebRequest(.put, named: url, headers: ["X-Two": "2"], body: Array("words".utf8))
        )
        #expect(answer.status == 201)
        #expect(answer.headers["x-one"] == "1")
        #expect(String(decoding: answer.body, as: UTF8.self) == "made")
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.target == "/a%20b?q=%2B")
        #expect(request.headers["x-two"] == "2")
        #expect(request.headers["user-agent"] == "earshot")
        #expect(request.body == "words")
    }

    @Test func `A user in the address becomes credentials, and stays out of the request line`() async throws {
        let server = try ScriptedServer()
        let url = try #require(URL(string: "http://ada:p%40ss@127.0.0.1:\(server.port)/x"))
        _ = try await SharedWeb.web.answer(to: WebRequest(named: url))
        let request = try #require(server.requests.first)
        #expect(request.headers["authorization"] == "Basic " + Data("ada:p@ss".utf8).base64EncodedString())
        #expect(request.target == "/x")
        #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
    }

    @Test func `An IPv6 address is reached`() async throws {
        let server = try RawServer(.ipv6) { connection in
            connection.request()
            connection.send("HTTP/1.1 204 No Content\r\n\r\n")
        }
        let url = try #require(URL(string: "http://[::1]:\(server.port)/write"))
        #expect(try await SharedWeb.web.answer(to: WebRequest(.post, named: url)).status == 204)
        #expect(server.requests.first?.headers["host"] == "[::1]:\(server.port)")
    }

    @Test func `A connection is used again`() async throws {
        let server = try RawServer { connection in
            while connection.request() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
        }
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/"))
        for _ in 0..<3 { _ = try await SharedWeb.web.answer(to: WebRequest(named: url)) }
        #expect(server.requests.count == 3)
        #expect(server.connections == 1)
    }

    @Test func `A local socket is asked`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a socket")
        let server = try RawServer(.socket(path: path)) { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let answer = try await SharedWeb.web.answer(to: WebRequest(socket: path, route: "health"))
        #expect(String(decoding: answer.body, as: UTF8.self) == "ok")
        #expect(server.requests.first?.target == "/health")
    }

    @Test func `A local socket that is not there, or that nobody answers at, is said`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("socket")
        func sentence() async -> String? {
            let error = await #expect(throws: WebError.self) {
                try await SharedWeb.web.answer(to: WebRequest(socket: path, route: "health"))
            }
            return error?.description
        }
        #expect(await sentence() == "there is no socket at \(path). Is the program that answers there running?")
        var server: RawServer? = try RawServer(.socket(path: path)) { $0.awaitEnd() }
        withExtendedLifetime(server) {}
        server = nil
        try await Eventually.comes("the end of the server") {
            await sentence() == "nothing listens at \(path). Is the server running, and is the port right?"
        }
    }

    @Test func `An error of the reader passes unchanged`() async throws {
        struct Mine: Error {}
        let server = try ScriptedServer()
        let url = try #require(URL(string: server.url))
        await #expect(throws: Mine.self) {
            try await SharedWeb.web.withResponse(to: WebRequest(named: url)) { _ in throw Mine() }
        }
    }
}
