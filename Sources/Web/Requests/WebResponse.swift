package import Foundation

/// An answer whose body is still on its way.
package struct WebResponse: Sendable {
    package let status: Int
    package let headers: WebHeaders
    /// Where it came from, after redirects.
    package let url: URL
    /// To be read once, inside the closure that got the response.
    package let body: WebBody
}

/// An answer, read to its end.
package struct WebAnswer: Hashable, Sendable {
    package let status: Int
    package let headers: WebHeaders
    /// Where it came from, after redirects.
    package let url: URL
    package let body: [UInt8]

    package init(status: Int, headers: WebHeaders, url: URL, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.url = url
        self.body = body
    }
}
