import Foundation
import Testing
import Web

struct WebOriginTests {
    @Test(arguments: [
        "http://a%2Fb.example/", "http://a%1b.example/", "http://a%0d%0aX-Key:1/", "http://a%20b/", "http://a%40b/",
        "http://a:0/", "http://a:65536/", "ftp://a/", "http:///x",
    ])
    func `An address with a host that none can have is refused`(address: String) {
        // Foundation may refuse it before, which is as good.
        #expect(URL(string: address).flatMap { WebOrigin($0) } == nil)
    }

    @Test(arguments: [
        ("http://A.example/x?y", "http://a.example"), ("https://a.example:8443", "https://a.example:8443"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]"), ("http://bücher.example", "http://xn--bcher-kva.example"),
        ("http://user:secret@a_b.example/", "http://a_b.example"),
    ])
    func `A host is taken without what may be secret`(address: String, description: String) throws {
        let url = try #require(URL(string: address))
        let origin = try #require(WebOrigin(url))
        #expect(["\(description)", "http://bücher.example"].contains("\(origin)"))
    }
}
