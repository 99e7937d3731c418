import Foundation

/// The way in which a sink shows a server who asks.
///
/// Secrets are asked for with every request: they may change.
package enum Credentials: Sendable {
    case none
    /// User and password of HTTP (RFC 7617).
    case basic(user: String, password: @Sendable () -> String?)
    /// A token behind the name of its scheme: `Token` at InfluxDB 2, `Bearer` elsewhere (RFC 6750).
    case token(scheme: String, token: @Sendable () -> String?)

    /// The value of the header `Authorization`; nil if there is none.
    var header: String? {
        switch self {
        case .none: nil
        case .basic(let user, let password): "Basic " + Self.base64(user, password() ?? "")
        case .token(let scheme, let token): token().map { "\(scheme) \($0)" }
        }
    }

    /// Strikes the secrets out of an answer: debug pages of proxies say what they were sent.
    func struck(from answer: HTTPAnswer) -> HTTPAnswer { answer.body.isEmpty ? answer : answer.without(secrets) }

    /// The secrets in all forms that a request has them in.
    private var secrets: [String] {
        switch self {
        case .none: return []
        case .basic(let user, let password):
            let secret = password() ?? ""
            return [Self.base64(user, secret)] + Self.forms(of: secret)
        case .token(_, let token): return Self.forms(of: token() ?? "")
        }
    }

    private static func forms(of secret: String) -> [String] {
        [.alphanumerics, .urlPasswordAllowed].reduce(into: [secret]) { forms, allowed in
            forms.append(secret.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
        }
    }

    private static func base64(_ user: String, _ password: String) -> String {
        Data("\(user):\(password)".utf8).base64EncodedString()
    }
}
