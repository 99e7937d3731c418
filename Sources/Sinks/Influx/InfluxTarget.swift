import Foundation
import Web

/// A write target that cannot be.
package struct InfluxTargetError: Error, Hashable, CustomStringConvertible {
    package let description: String
}

/// An InfluxDB v1 server and database.
package struct InfluxTarget: Sendable {
    package let database: String
    private let base: URL
    private let username: String?
    private let password: @Sendable () -> String?

    /// `url`: `http://host:8086`, perhaps with `user:password@`; the path of a proxy is kept.
    ///
    /// `username`, `password`: where the URL holds none. The password is asked for with every request: it may change.
    /// - Throws: `InfluxTargetError`.
    package init(
        url: String,
        database: String,
        username: String? = nil,
        password: @autoclosure @escaping @Sendable () -> String? = nil
    ) throws(InfluxTargetError) {
        guard var parts = URLComponents(string: url), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            parts.host?.isEmpty == false, parts.url.flatMap(WebOrigin.init) != nil
        else {
            throw InfluxTargetError(
                // Not repeated: it may hold a password.
                description: "what --influx names is no InfluxDB address. Write it as http://HOST:8086"
            )
        }
        guard !database.isEmpty else {
            throw InfluxTargetError(description: "the database has no name. Write --influx-database twitter")
        }
        self.username = parts.user ?? username
        if let stated = parts.password { self.password = { stated } } else { self.password = password }
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        while parts.path.hasSuffix("/") { parts.path.removeLast() }
        guard let base = parts.url else {
            throw InfluxTargetError(
                description: "what --influx names is no InfluxDB address. Write it as http://HOST:8086"
            )
        }
        self.base = base
        self.database = database
    }

    /// The address and database, without credentials: what the sink is known by in the store.
    package var name: String { "influxdb:\(base.absoluteString)/\(database)" }

    /// Where points go, in nanoseconds: the server takes an unknown precision silently for that.
    var writeURL: URL { url("write", ["db": database, "precision": "ns"]) }

    var createURL: URL {
        // A name in double quotes, in which InfluxQL escapes quotes and backslashes.
        let quoted = database.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        return url("query", ["q": "CREATE DATABASE \"\(quoted)\""])
    }

    /// Where statements go that are in the body.
    var queryURL: URL { url("query", ["db": database]) }

    var headers: [String: String] {
        headers(of: "text/plain; charset=utf-8")
    }

    /// Of a body that is a form.
    var formHeaders: [String: String] {
        headers(of: "application/x-www-form-urlencoded")
    }

    /// An answer without our credentials: debug pages of proxies say what they were sent.
    func withoutCredentials(_ answer: HTTPAnswer) -> HTTPAnswer {
        guard username != nil, !answer.body.isEmpty else { return answer }
        return HTTPAnswer(
            status: answer.status,
            body: withoutCredentials(answer.body),
            retryAfter: answer.retryAfter
        )
    }

    func withoutCredentials(_ text: String) -> String {
        guard let username else { return text }
        let password = password() ?? ""
        let secrets = [
            Data("\(username):\(password)".utf8).base64EncodedString(), password,
            password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
            password.addingPercentEncoding(withAllowedCharacters: .urlPasswordAllowed) ?? "",
        ]
        return secrets.reduce(text) { $1.isEmpty ? $0 : $0.replacingOccurrences(of: $1, with: "…") }
    }

    private func headers(of type: String) -> [String: String] {
        var headers = ["Content-Type": type]
        if let username {
            headers["Authorization"] = "Basic " + Data("\(username):\(password() ?? "")".utf8).base64EncodedString()
        }
        return headers
    }

    private func url(_ path: String, _ query: [String: String]) -> URL {
        var parts = URLComponents(url: base, resolvingAgainstBaseURL: false) ?? URLComponents()
        parts.path += "/" + path
        var allowed = CharacterSet.urlQueryAllowed
        allowed.remove(charactersIn: "+&=;?/")
        parts.percentEncodedQuery = query.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
            .joined(separator: "&")
        return parts.url ?? base
    }
}

extension InfluxTarget: CustomStringConvertible {
    /// Its name: credentials are in no description.
    package var description: String { name }
}
