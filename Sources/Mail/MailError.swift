/// The reason bytes cannot be read as mail; says nothing of what was heard.
package enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    case noHeader
    case noWords

    package var description: String {
        switch self {
        case .noHeader: "no mail: it does not begin with header fields, such as From: and Subject:"
        case .noWords: "the mail says nothing: it has neither a subject nor a text"
        }
    }
}
