import Foundation
import TestSupport
import Testing
import Web

/// Requests through a proxy that the environment names.
@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
    private func answer(
        _ url: String,
        _ environment: [String: String],
        headers: WebHeaders = [:]
    ) async throws -> WebAnswer {
        let request = WebRequest(named: try #require(URL(string: url)), headers: headers)
        return try await Web.using(WebConfiguration(environment: environment)) { try await $0.answer(to: request) }
    }

    private func sentence(_ url: String, _ environment: [String: String]) async -> String? {
        await #expect(throws: WebError.self) { try await answer(url, environment) }?.description
    }

    @Test(arguments: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
    func `Plain HTTP is asked of the proxy with the whole address`(variable: String) async throws {
        let proxy = try ScriptedServer([.status(200, body: "by proxy")])
        let answer = try await answer("http://influx.invalid:8086/write?db=a", [variable: proxy.url])
        #expect(String(decoding: answer.body, as: UTF8.self) == "by proxy")
        #expect(answer.url.absoluteString == "http://influx.invalid:8086/write?db=a")
        let request = try #require(proxy.requests.first)
        #expect(request.target == "http://influx.invalid:8086/write?db=a")
        #expect(request.headers["host"] == "influx.invalid:8086")
    }

    @Test func `Credentials of the proxy go to the proxy, and an address without a scheme will do`() async throws {
        let proxy = try ScriptedServer()
        _ = try await answer("http://influx.invalid/", ["http_proxy": "ada:p%40ss@127.0.0.1:\(proxy.port)"])
        let headers = try #require(proxy.requests.first?.headers)
        #expect(headers["proxy-authorization"] == "Basic " + Data("ada:p@ss".utf8).base64EncodedString())
        #expect(headers["authorization"] == nil)
    }

    @Test(.enabled(if: TLSServer.isAvailable, "openssl is not installed"))
    func `Encrypted requests go through a tunnel, and the certificate must be the server's`() async throws {
        let server = try TLSServer(.otherName)
        let proxy = try RawServer { connection in
            guard connection.request()?.method == "CONNECT" else { return }
            connection.send("HTTP/1.1 200 Connected\r\n\r\n")
            connection.relay(toPort: server.port)
        }
        let environment = ["https_proxy": "http://u:p@127.0.0.1:\(proxy.port)", "SSL_CERT_FILE": server.authority]
        #expect(try await answer("https://elsewhere.example:8443/", environment).status == 200)
        #expect(
            await sentence("https://influx.invalid:8443/", environment)
                == "the certificate of https://influx.invalid:8443 is for another name. Ask by the name it is for"
        )
        let request = try #require(proxy.requests.first)
        #expect(request.target == "elsewhere.example:8443")
        #expect(request.headers["proxy-authorization"] == "Basic " + Data("u:p".utf8).base64EncodedString())
    }

    @Test func `A proxy that wants credentials is named`() async throws {
        let proxy = try ScriptedServer { _ in .status(407) }
        let expected =
            "the proxy \(proxy.url) wants a user and password, or refuses those given. Write it as http://USER:PASSWORD@HOST:PORT"
        #expect(await sentence("http://influx.invalid/", ["http_proxy": proxy.url]) == expected)
        #expect(await sentence("https://influx.invalid/", ["https_proxy": proxy.url]) == expected)
    }

    @Test func `A proxy that lets nothing through is named`() async throws {
        let proxy = try ScriptedServer { _ in .status(403) }
        #expect(
            await sentence("https://influx.invalid/", ["https_proxy": proxy.url])
                == "the proxy \(proxy.url) does not let the connection through. Add the host to no_proxy, or have the proxy allow it"
        )
    }

    @Test func `A proxy that is not there is named`() async throws {
        let port = try FreePort.find()
        #expect(
            await sentence("http://influx.invalid/", ["http_proxy": "http://127.0.0.1:\(port)"])
                == "nothing listens at http://127.0.0.1:\(port). Is the server running, and is the port right?"
        )
    }

    @Test(arguments: ["socks5://127.0.0.1:1080", "https://proxy.invalid", "http://", "::"])
    func `A variable that names no usable proxy is said where it would be used`(text: String) async throws {
        #expect(
            await sentence("http://influx.invalid/", ["http_proxy": text])
                == "http_proxy names no proxy that can be used, so http://influx.invalid is not asked. Write it as http://HOST:PORT, or add the host to no_proxy"
        )
        let server = try ScriptedServer()
        #expect(try await answer(server.url, ["http_proxy": text]).status == 204)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "a.localhost"])
    func `This machine is asked directly`(host: String) async throws {
        let proxy = try ScriptedServer { _ in .status(502) }
        let server = try ScriptedServer()
        let environment = ["http_proxy": proxy.url]
        // What *.localhost resolves to is up to the machine; that it does not go by the proxy is what counts.
        let answer = try? await answer("http://\(host):\(server.port)/", environment)
        #expect(answer?.status != 502)
        #expect(proxy.requests.isEmpty)
    }

    @Test(arguments: [
        ("*", "http://a.example/", true), ("a.example", "http://a.example:8086/", true),
        (".example", "http://a.example/", true), ("*.example", "http://a.example/", true),
        ("example", "http://a.example/", true), ("b.example", "http://a.example/", false),
        ("ample", "http://a.example/", false), ("A.Example", "http://a.EXAMPLE/", true),
        ("a.example:8086", "http://a.example:8086/", true), ("a.example:8086", "http://a.example/", false),
        ("10.0.0.0/8", "http://10.1.2.3/", true), ("10.0.0.0/8", "http://11.1.2.3/", false),
        ("192.0.2.1", "http://192.0.2.1/", true), ("2001:db8::/32", "http://[2001:db8::1]/", true),
        ("[2001:db8::1]:80", "http://[2001:db8::1]/", true), ("x, a.example", "http://a.example/", true),
        ("", "http://a.example/", false),
    ])
    func `Exceptions`(exceptions: String, url: String, isException: Bool) throws {
        let environment = ["http_proxy": "http://proxy.example:3128", "no_proxy": exceptions]
        let url = try #require(URL(string: url))
        let origin = try #require(WebOrigin(url))
        #expect(ProxySettings(environment: environment).isDirect(to: origin) == isException)
    }

    @Test func `Lower case comes first, empty is none, and under CGI upper case is a stranger's`() throws {
        let origin = WebOrigin(scheme: "http", host: "a.example", port: 80)
        let proxy = "http://proxy.example:3128"
        func isDirect(_ environment: [String: String]) -> Bool {
            ProxySettings(environment: environment).isDirect(to: origin)
        }
        #expect(!isDirect(["HTTP_PROXY": proxy]))
        #expect(isDirect(["http_proxy": "", "HTTP_PROXY": proxy]))
        #expect(isDirect(["HTTP_PROXY": proxy, "REQUEST_METHOD": "GET"]))
        #expect(isDirect(["https_proxy": proxy]))
        #expect(isDirect(["HTTP_PROXY": proxy, "NO_PROXY": "a.example"]))
    }
}
