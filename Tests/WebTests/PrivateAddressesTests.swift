import Foundation
import Synchronization
import TestSupport
import Testing
import Web

/// The rule that what was heard leads into no private network.
@Suite(.timeLimit(.minutes(1)))
struct PrivateAddressesTests {
    /// First and last address of every range, and its neighbours outside.
    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255",
        "192.0.0.0", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0",
        "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.0",
        "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254",
        "::ffff:0:192.168.1.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:1ff:ffff::1",
        "2001:db8::1", "2002:7f00:1::", "2002:c0a8:101::1", "3fff::1", "5f00::1", "fc00::1", "fdff:ffff::1",
        "fe80::1", "febf:ffff::1", "fec0::1", "feff::1", "ff00::", "ff02::1", "ffff::1",
    ])
    func `A private address`(text: String) throws {
        #expect(PrivateAddresses.contains(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        "1.0.0.0", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0",
        "223.255.255.255",
        "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2002:101:101::1",
        "2606:4700:4700::1111", "2a00:1450::1", "fbff::1", "fe7f::1",
    ])
    func `A public address`(text: String) throws {
        #expect(!PrivateAddresses.contains(try #require(IPAddress(text))))
    }

    @Test(arguments: ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::g", "[::1]", "fe80::1%eth0", "localhost", "0x7f.1"])
    func `What is no address`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1", "::1"])
    func `An address is written as it is read`(text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }

    private func cause(_ text: String, web: Web = SharedWeb.web) async throws -> WebError.Cause? {
        let request = WebRequest(found: try #require(URL(string: text)))
        return await #expect(throws: WebError.self) { try await web.answer(to: request) }?.cause
    }

    /// In every spelling that a resolver takes.
    @Test(arguments: [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "[::1]", "[::ffff:127.0.0.1]",
    ])
    func `A link to this machine is not asked`(host: String) async throws {
        let server = try ScriptedServer()
        let cause = try await cause("http://\(host):\(server.port)/")
        #expect(cause == .privateAddress)
        #expect(server.requests.isEmpty)
    }

    @Test func `A link to a local socket is not asked`() async throws {
        #expect(try await cause("http+unix://%2Frun%2Fsocket/health") == .privateAddress)
    }

    @Test func `A name that has a private address beside public ones is not asked`() async throws {
        var configuration = WebConfiguration(environment: [:])
        configuration.resolver = NameResolver { _ in ["1.1.1.1", "10.0.0.7"].compactMap { IPAddress($0) } }
        let found = try await Web.using(configuration) { try await cause("http://mixed.example/", web: $0) }
        #expect(found == .privateAddress)
    }

    @Test func `A name without addresses is not known`() async throws {
        var configuration = WebConfiguration(environment: [:])
        configuration.resolver = NameResolver { _ in [] }
        let found = try await Web.using(configuration) { try await cause("http://nothing.example/", web: $0) }
        #expect(found == .nameNotFound)
    }

    @Test func `The connection goes to the address that was judged, and the server sees the name`() async throws {
        let server = try ScriptedServer([.status(200, body: "here")])
        let lookUps = Mutex<[String]>([])
        var configuration = WebConfiguration(environment: [:])
        // Only this resolver knows the name, and it is asked once: nothing can be put in between. Its first address leads nowhere.
        let addresses = ["127.0.0.2", "127.0.0.1"].compactMap { IPAddress($0) }
        configuration.resolver = NameResolver { host in
            lookUps.withLock { $0.append(host) }
            return addresses
        }
        configuration.isPrivate = { PrivateAddresses.contains($0) && !addresses.contains($0) }
        let url = try #require(URL(string: "http://public.example:\(server.port)/x"))
        let answer = try await Web.using(configuration) { try await $0.answer(to: WebRequest(found: url)) }
        #expect(String(decoding: answer.body, as: UTF8.self) == "here")
        #expect(server.requests.first?.headers["host"] == "public.example:\(server.port)")
        #expect(lookUps.withLock(\.self) == ["public.example"])
    }

    @Test func `The whole origin of a named address counts as named`() async throws {
        let server = try ScriptedServer()
        let feed = try #require(URL(string: server.url + "/feed"))
        let named = try #require(WebOrigin(feed))
        let link = try #require(URL(string: server.url.uppercased() + "/a/post"))
        #expect(try await SharedWeb.web.answer(to: WebRequest(found: link, by: [named])).status == 204)
        let other = try ScriptedServer()
        let neighbour = WebRequest(found: try #require(URL(string: other.url)), by: [named])
        let error = await #expect(throws: WebError.self) { try await SharedWeb.web.answer(to: neighbour) }
        #expect(error?.cause == .privateAddress, "another port is another origin")
    }
}
