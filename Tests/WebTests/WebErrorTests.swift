import Foundation
import TestSupport
import Testing
import Web

/// Sentences that people read when a request fails.
@Suite(.timeLimit(.minutes(1)))
struct WebErrorTests {
    private func sentence(
        _ text: String,
        web: Web = SharedWeb.web,
        limits: WebLimits = WebLimits(total: .seconds(10))
    )
        async throws -> String
    {
        let request = WebRequest(
            .post,
            named: try #require(URL(string: text)),
            headers: ["Authorization": "Basic c2VjcmV0"],
            body: Array("words".utf8),
            limits: limits
        )
        let error = await #expect(throws: WebError.self) { try await web.answer(to: request) }
        return error?.description ?? ""
    }

    @Test func `A port that nobody listens at`() async throws {
        let port = try FreePort.find()
        #expect(
            try await sentence("http://127.0.0.1:\(port)/write?token=secret")
                == "nothing listens at http://127.0.0.1:\(port). Is the server running, and is the port right?"
        )
        #expect(
            try await sentence("http://user:secret@localhost:\(port)/")
                == "nothing listens at http://localhost:\(port). Is the server running, and is the port right?"
        )
    }

    @Test func `A name that nobody knows`() async throws {
        #expect(
            try await sentence("http://no-such-host.invalid/")
                == "the name of http://no-such-host.invalid is not known. Check its spelling, and that this machine can look up names"
        )
    }

    @Test func `A server that does not answer`() async throws {
        let server = try RawServer { $0.awaitEnd() }
        let url = "http://127.0.0.1:\(server.port)"
        #expect(
            try await sentence(url, limits: WebLimits(total: .milliseconds(200)))
                == "\(url) has not answered within 200 milliseconds. Is the server overloaded?"
        )
    }

    @Test func `A connection that is closed without an answer`() async throws {
        let server = try RawServer { $0.request() }
        #expect(
            try await sentence("http://127.0.0.1:\(server.port)")
                == "http://127.0.0.1:\(server.port) closed the connection without an answer. Does it speak HTTP there, and with or without TLS?"
        )
    }

    @Test func `An answer that is broken off`() async throws {
        let server = try ScriptedServer([.brokenOff])
        #expect(
            try await sentence(server.url)
                == "\(server.url) broke the answer off. If that lasts, look at the server's log"
        )
    }

    @Test func `A server that speaks something else`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("SSH-2.0-OpenSSH_9.2p1\r\n")
        }
        #expect(
            try await sentence("http://127.0.0.1:\(server.port)")
                == "http://127.0.0.1:\(server.port) does not speak HTTP. Write https:// if it wants TLS, and check the port"
        )
    }

    @Test func `TLS where HTTP is spoken`() async throws {
        let server = try RawServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.awaitEnd()
        }
        #expect(
            try await sentence("https://127.0.0.1:\(server.port)")
                == "https://127.0.0.1:\(server.port) does not speak TLS. Write http:// if it is meant to be without"
        )
    }

    @Test func `A body that is too large`() async throws {
        let server = try ScriptedServer([.status(200, body: "words words words")])
        #expect(
            try await sentence(server.url, limits: WebLimits(body: 10))
                == "the answer of \(server.url) is larger than 10 bytes. Is the address right?"
        )
    }

    @Test func `A client that was shut down`() async throws {
        let web = Web(WebConfiguration(environment: [:]))
        await web.shutdown()
        #expect(
            try await sentence("http://127.0.0.1:1", web: web)
                == "http://127.0.0.1:1 was not asked, because the program is ending"
        )
    }

    @Test(arguments: ["ftp://example.org/", "http:///x", "mailto:a@example.org", "http://example.org:99999/"])
    func `An address that cannot be asked`(text: String) async throws {
        #expect(
            try await sentence(text)
                == "the address is none that can be asked. Write it as http://HOST:PORT or https://HOST"
        )
    }

    @Test func `A header that holds a line end`() async throws {
        let server = try ScriptedServer()
        let request = WebRequest(
            named: try #require(URL(string: server.url)),
            headers: ["Authorization": "Basic s3cret\r\nX: y"]
        )
        let error = await #expect(throws: WebError.self) { try await SharedWeb.web.answer(to: request) }
        #expect(
            error?.description
                == "a header for \(server.url) cannot be sent. Does a name, password or token hold a line end?"
        )
        #expect(server.requests.isEmpty)
    }

    @Test func `No sentence holds a credential, a path or what the server said`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBasic c2VjcmV0")
        }
        let sentence = try await sentence("http://user:s3cret@127.0.0.1:\(server.port)/T0KEN?key=hidden")
        #expect(sentence.hasPrefix("http://127.0.0.1:\(server.port) broke the answer off"))
        for secret in ["user", "s3cret", "T0KEN", "hidden", "c2VjcmV0"] { #expect(!sentence.contains(secret)) }
    }
}
