package import Foundation

/// An answer, read to its end.
package struct WebAnswer: Hashable, Sendable {
    package let status: Int
    package let headers: WebHeaders
    /// The address that answered, after redirects.
    package let url: URL
    package let body: [UInt8]

    package init(status: Int, headers: WebHeaders, url: URL, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.url = url
        self.body = body
    }
}
