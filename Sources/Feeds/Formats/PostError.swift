/// Why a line could not be read as a post.
package enum PostError: Error, Hashable, CustomStringConvertible {
    case notJSON(String)
    case notAnObject
    case noText
    case wrongType(field: String)
    /// No fault of the line: it says something else than a post.
    case notice(Notice)
    /// No fault of the line: it holds so many posts, which are read one by one.
    case page(count: Int)
    case problem(name: String)
    case notAPost
    case trailing
    case badTime
    case badSource
    case notUTF8
    case tooLong(limit: Int)

    package var description: String {
        switch self {
        case .notJSON(let reason): "not JSON: \(reason)"
        case .notAnObject: "the line is no JSON object; a post is {\"text\":…}"
        case .noText: "there is no text; a post needs at least {\"text\":…}"
        case .wrongType(let field): "the field \"\(field)\" has the wrong type"
        case .notice(let notice): "a \"\(notice.kind)\" message of the stream, not a post"
        case .page(let count): "a page of \(count) posts; give one post a line, or let earshot replay read it"
        case .problem(let name):
            "an error that X reports (\(name)), not a post; what was asked for failed when it was recorded"
        case .notAPost: "an object of the X API that is no post: a user, a rule, a count or the answer to a command"
        case .trailing: "more than one JSON value on the line; write one post a line"
        case .badTime:
            "the time is not ISO 8601 (2017-08-29T13:08:27Z) or, for X, not \"Wed Apr 06 19:13:37 +0000 2011\", "
                + "of the years 1678 to 2261"
        case .badSource: "the source may hold a-z, 0-9, - and _ only, 32 at most; it becomes a tag"
        case .notUTF8: "the line is not UTF-8"
        case .tooLong(let limit): "the line is longer than \(limit >> 20) MiB"
        }
    }
}
