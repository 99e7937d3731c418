package import Foundation

/// An answer whose body is still on its way.
package struct WebResponse: Sendable {
    package let status: Int
    package let headers: WebHeaders
    /// The address that answered, after redirects.
    package let url: URL
    /// To be read once, inside the closure that got the response.
    package let body: WebBody
}
