package import Foundation
import Web

/// The address of a server: scheme, host, and the path of a proxy before it.
package struct ServerAddress: Sendable {
    private let base: URL
    /// The user that the address named; it is in no other part.
    package let user: String?
    /// The password that the address held; it is in no other part.
    package let password: String?

    /// Reads an address of HTTP, such as `http://host:8086`, without its query and fragment; nil if it is none.
    package init?(_ text: String) {
        guard var parts = URLComponents(string: text), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            parts.host?.isEmpty == false, parts.url.flatMap(WebOrigin.init) != nil
        else { return nil }
        (user, password) = (parts.user, parts.password)
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        while parts.path.hasSuffix("/") { parts.path.removeLast() }
        guard let url = parts.url else { return nil }
        base = url
    }

    /// The address without credentials and without a slash at its end.
    package var text: String { base.absoluteString }

    /// Makes the address of a path at the server, with a query whose names and values may hold any text.
    package func url(_ path: String, _ query: [(name: String, value: String)] = []) -> URL {
        var parts = URLComponents(url: base, resolvingAgainstBaseURL: false) ?? URLComponents()
        parts.path += "/" + path
        guard !query.isEmpty else { return parts.url ?? base }
        var allowed = CharacterSet.urlQueryAllowed
        allowed.remove(charactersIn: "+&=;?/")
        func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        parts.percentEncodedQuery = query.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
        return parts.url ?? base
    }
}
