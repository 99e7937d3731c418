/// Why a line could not be read as a post.
package enum PostError: Error, Hashable, CustomStringConvertible {
    case notJSON(String)
    case notAnObject
    case noText
    case wrongType(field: String)
    case control(kind: String)
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
        case .control(let kind): "a \"\(kind)\" message of the stream, not a post"
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
