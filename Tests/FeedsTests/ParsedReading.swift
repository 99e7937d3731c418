import Feeds
import Signals

/// A reading whose post has strings of its own, so that it outlives the line it was read from.
enum ParsedReading: Hashable {
    /// The error of a reading that is no post.
    struct NoPost: Error {}

    case post(ParsedPost)
    case page(count: Int)
    case change(Change)
    case notice(Notice)
    case dead(PostError)

    init(_ reading: Reading) {
        switch reading {
        case .post(let view): self = .post(ParsedPost(view))
        case .page(let count): self = .page(count: count)
        case .change(let change): self = .change(change)
        case .notice(let notice): self = .notice(notice)
        case .dead(let error): self = .dead(error)
        }
    }

    /// The post.
    ///
    /// - Throws: `PostError` for a dead line, `NoPost` for anything else that is none.
    func get() throws -> ParsedPost {
        switch self {
        case .post(let post): return post
        case .dead(let error): throw error
        default: throw NoPost()
        }
    }
}
