package import Signals

/// A line or element as it was read.
///
/// The bytes that a view borrows are valid until the parser reads again.
package enum Reading {
    case post(PostView)
    /// A page of so many posts, which are read one by one with `PostParser.readElement`.
    case page(count: Int)
    /// A message by which a source changes what it stated before.
    case change(Change)
    /// Another message of a stream: heard, counted, and not judged.
    case notice(Notice)
    /// A line that cannot be read.
    case dead(PostError)
}

extension Reading {
    /// The reason why it cannot be judged as one post, in words for people; nil if it can.
    package var refusal: String? {
        switch self {
        case .post: nil
        case .page(let count): "a page of \(count) posts; give one post a line, or let earshot replay read it"
        case .change: "a \"delete\" message of the stream, not a post"
        case .notice(let notice): "a \"\(notice.kind)\" message of the stream, not a post"
        case .dead(let error): error.description
        }
    }
}
