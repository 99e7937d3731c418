package import Mail
package import Signals

/// Why a line could not be read as a post.
///
/// Its description holds nothing of what was heard.
package enum PostError: Error, Hashable, CustomStringConvertible {
    case notJSON(String)
    case notAnObject
    case noText
    case wrongType(field: String)
    case unknownKind
    /// The kind has no such state.
    case unknownState(Signal.Kind)
    case problem(name: String)
    case notAPost
    case trailing
    case badTime
    case badEditTime
    case badSource
    case notUTF8
    case tooLong(limit: Int)
    case mail(MailError)

    package var description: String {
        switch self {
        case .notJSON(let reason): "not JSON: \(reason)"
        case .notAnObject: "the line is no JSON object; a post is {\"text\":…}"
        case .noText: "there is no text; a post needs at least {\"text\":…}"
        case .wrongType(let field): "the field \"\(field)\" has the wrong type; it has to be \(Self.type(of: field))"
        case .unknownKind: "the field \"kind\" names no kind; it may be \(SignalKind.names.joined(separator: ", "))"
        case .unknownState(let kind): Self.states(of: kind)
        case .problem(let name):
            "an error that X reports (\(name)), not a post; what was asked for failed when it was recorded"
        case .notAPost: "an object of the X API that is no post: a user, a rule, a count or the answer to a command"
        case .trailing: "more than one JSON value on the line; write one post a line"
        case .badTime:
            "the time is not ISO 8601 (2017-08-29T13:08:27Z) or, for X, not \"Wed Apr 06 19:13:37 +0000 2011\", "
                + "of the years 1678 to 2261"
        case .badEditTime:
            "the field \"edited_at\" is not ISO 8601 (2017-08-29T13:08:27Z), of the years 1678 to 2261"
        case .badSource: "the source may hold a-z, 0-9, - and _ only, 32 at most; it becomes a tag"
        case .notUTF8: "the line is not UTF-8"
        case .tooLong(let limit): "the line is longer than \(limit >> 20) MiB"
        case .mail(let error): error.description
        }
    }

    private static func type(of field: String) -> String {
        switch field {
        case "id", "author_id", "parent", "quoted", "thread": "text or a number"
        case "links": "a list of texts"
        case "facts": "an object with state, duration_ms, branch, severity and number"
        case "facts.duration_ms", "facts.number": "a whole number"
        default: "text"
        }
    }

    private static func states(of kind: Signal.Kind) -> String {
        let states = kind.traits.states.joined(separator: ", ")
        return states.isEmpty
            ? "the kind \(kind.name) has no \"facts.state\""
            : "the field \"facts.state\" of the kind \(kind.name) may be \(states)"
    }
}
