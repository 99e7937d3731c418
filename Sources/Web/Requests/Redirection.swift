import Foundation

/// Decides which request a redirect leads to.
enum Redirection {
    /// Headers that go to another origin, too: those that name nobody.
    private static let harmless: Set<String> = [
        "accept", "accept-encoding", "accept-language", "if-modified-since", "if-none-match", "range", "user-agent",
    ]

    /// Returns the request to follow; nil if the answer is no redirect, or is one that is handed over.
    ///
    /// A body never goes to another origin: such a redirect is the answer.
    /// - Throws: `WebError` for a target that is no HTTP address.
    static func next(after request: WebRequest, status: Int, headers: WebHeaders) throws -> WebRequest? {
        guard request.limits.redirects != .refused, [301, 302, 303, 307, 308].contains(status),
            let location = headers["Location"]
        else { return nil }
        let origin = WebOrigin(request.url)
        guard let url = URL(string: location, relativeTo: request.url)?.absoluteURL.withoutCredentials,
            let target = WebOrigin(url), !target.isSocket
        else { throw WebError(.badRedirect, at: origin) }
        var next = request
        next.url = url
        if status == 303 || (status < 303 && request.method == .post), request.method != .head {
            next.method = .get
            next.body = []
            for name in ["Content-Type", "Content-Encoding", "Content-Length"] { next.headers[name] = nil }
        }
        guard target != origin else { return next }
        guard next.body.isEmpty else { return nil }
        next.headers = request.headers.only(harmless)
        return next
    }
}

extension URL {
    /// The same address without user and password.
    var withoutCredentials: URL? {
        guard var parts = URLComponents(url: self, resolvingAgainstBaseURL: true) else { return nil }
        (parts.user, parts.password) = (nil, nil)
        return parts.url
    }
}
