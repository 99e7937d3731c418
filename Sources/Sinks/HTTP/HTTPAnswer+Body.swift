import Foundation

extension HTTPAnswer {
    /// The answer with some texts struck out.
    func without(_ secrets: [String]) -> HTTPAnswer {
        let body = secrets.reduce(body) { $1.isEmpty ? $0 : $0.replacingOccurrences(of: $1, with: "…") }
        return HTTPAnswer(status: status, body: body, retryAfter: retryAfter)
    }

    /// The other side's reason: the `error` or `message` of the body, or its beginning, or the status.
    var message: String {
        struct Body: Decodable {
            let error: String?
            let message: String?
        }
        let stated = try? JSONDecoder().decode(Body.self, from: Data(body.utf8))
        let message = stated?.error ?? stated?.message ?? body.trimmingCharacters(in: .whitespacesAndNewlines)
        return message.isEmpty ? "status \(status)" : String(message.prefix(500))
    }
}
