import Foundation
import TestSupport
import Testing
import Web

/// Redirects, and how far what was sent travels with them.
@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    private func redirect(_ status: Int, to location: String) -> ScriptedServer.Answer {
        .status(status, headers: ["Location": location])
    }

    private func request(
        _ method: WebRequest.Method = .get,
        _ text: String,
        to named: [ScriptedServer] = [],
        body: String = "",
        redirects: WebLimits.Redirects = .followed(max: 3)
    ) throws -> WebRequest {
        var request = WebRequest(
            method,
            named: try #require(URL(string: text)),
            headers: ["Authorization": "Bearer t0ken", "Cookie": "a=b", "X-Key": "k", "Accept": "text/html"],
            body: Array(body.utf8),
            limits: WebLimits(redirects: redirects)
        )
        for server in named { request.named.insert(WebOrigin(scheme: "http", host: "127.0.0.1", port: server.port)) }
        return request
    }

    @Test func `A redirect is the answer where redirects are refused`() async throws {
        let elsewhere = try ScriptedServer()
        let server = try ScriptedServer([redirect(302, to: elsewhere.url)])
        let request = try request(.get, server.url, to: [elsewhere], redirects: .refused)
        let answer = try await SharedWeb.web.answer(to: request)
        #expect(answer.status == 302)
        #expect(answer.headers["location"] == elsewhere.url)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `Within an origin everything goes along`() async throws {
        let server = try ScriptedServer([redirect(301, to: "../feed?x=1"), .status(200, body: "feed")])
        let answer = try await SharedWeb.web.answer(to: request(.get, server.url + "/old/place"))
        #expect(String(decoding: answer.body, as: UTF8.self) == "feed")
        #expect(answer.url.absoluteString == server.url + "/feed?x=1")
        #expect(server.requests.last?.target == "/feed?x=1")
        #expect(server.requests.last?.headers["authorization"] == "Bearer t0ken")
    }

    @Test func `Credentials of the address stay within its origin`() async throws {
        let elsewhere = try ScriptedServer([.status(200)])
        let server = try ScriptedServer([redirect(302, to: "/there"), redirect(302, to: elsewhere.url), .status(200)])
        var request = WebRequest(
            named: try #require(URL(string: "http://ada:s3cret@127.0.0.1:\(server.port)/here")),
            limits: WebLimits(redirects: .followed(max: 3))
        )
        request.named.insert(WebOrigin(scheme: "http", host: "127.0.0.1", port: elsewhere.port))
        _ = try await SharedWeb.web.answer(to: request)
        let credentials = "Basic " + Data("ada:s3cret".utf8).base64EncodedString()
        #expect(server.requests.map(\.target) == ["/here", "/there"])
        #expect(server.requests.map { $0.headers["authorization"] } == [credentials, credentials])
        #expect(elsewhere.requests.map { $0.headers["authorization"] } == [nil])
    }

    @Test func `To another origin no credentials go along`() async throws {
        let elsewhere = try ScriptedServer([.status(200, body: "here")])
        let server = try ScriptedServer([redirect(302, to: "http://u:p@127.0.0.1:\(elsewhere.port)/x")])
        let request = try request(.get, "http://ada:s3cret@127.0.0.1:\(server.port)/", to: [elsewhere])
        _ = try await SharedWeb.web.answer(to: request)
        let headers = try #require(elsewhere.requests.first?.headers)
        #expect(headers["authorization"] == nil)
        #expect(headers["cookie"] == nil)
        #expect(headers["x-key"] == nil)
        #expect(headers["accept"] == "text/html")
    }

    @Test(arguments: [301, 302, 303])
    func `A post that is sent elsewhere becomes a get`(status: Int) async throws {
        let server = try ScriptedServer([redirect(status, to: "/there"), .status(200)])
        _ = try await SharedWeb.web.answer(to: request(.post, server.url, body: "words"))
        #expect(server.requests.last?.method == "GET")
        #expect(server.requests.last?.sent.isEmpty == true)
    }

    @Test(arguments: [307, 308])
    func `A post stays one where the server says so, within its origin alone`(status: Int) async throws {
        let server = try ScriptedServer([redirect(status, to: "/there"), .status(200)])
        _ = try await SharedWeb.web.answer(to: request(.post, server.url, body: "words"))
        #expect(server.requests.last?.method == "POST")
        #expect(server.requests.last?.body == "words")

        let elsewhere = try ScriptedServer()
        let other = try ScriptedServer([redirect(status, to: elsewhere.url)])
        let answer = try await SharedWeb.web.answer(to: request(.post, other.url, to: [elsewhere], body: "words"))
        #expect(answer.status == status)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `Redirects end after so many`() async throws {
        let server = try ScriptedServer { _ in .status(302, headers: ["Location": "/again"]) }
        let error = await #expect(throws: WebError.self) {
            try await SharedWeb.web.answer(to: request(.get, server.url))
        }
        #expect(
            error?.description == "the redirects went on after 3, the last to \(server.url). Give the true address"
        )
        #expect(server.requests.count == 4)
    }

    @Test(arguments: ["ftp://example.org/", "http+unix://%2Frun%2Fsocket/x", "file:///etc/passwd", "http://"])
    func `A redirect out of HTTP is refused`(location: String) async throws {
        let server = try ScriptedServer([redirect(302, to: location)])
        let error = await #expect(throws: WebError.self) {
            try await SharedWeb.web.answer(to: request(.get, server.url))
        }
        #expect(error?.description == "\(server.url) redirects to what is no HTTP address. Give the true address")
    }

    @Test func `A redirect from a named address to a private one that is not is refused, unasked`() async throws {
        let elsewhere = try ScriptedServer()
        let server = try ScriptedServer([redirect(302, to: elsewhere.url + "/latest/meta-data")])
        let error = await #expect(throws: WebError.self) {
            try await SharedWeb.web.answer(to: request(.get, server.url))
        }
        #expect(
            error?.description
                == "\(elsewhere.url) leads into a private network and was not named in the configuration, so it is not asked. Name it there if it may be"
        )
        #expect(elsewhere.requests.isEmpty)
    }
}
