/// One thing heard.
///
/// Immutable; `id` is unique.
package struct Signal: Hashable, Sendable {
    /// How a signal stands to its `parent`.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case post = 0
        case reply = 1
        case repost = 2
        case quote = 3

        package var name: String {
            switch self {
            case .post: "post"
            case .reply: "reply"
            case .repost: "repost"
            case .quote: "quote"
            }
        }
    }

    package var id: SignalID
    package var kind: Kind
    package var author: String?
    /// When it was written, as its source says; when it was heard, where the source does not say.
    package var time: Timestamp
    package var text: String
    package var language: String?
    package var url: String?
    /// The source's own id of the post this one answers, reposts or quotes.
    package var parent: String?
    package var engagement: Engagement
    /// The line as it was heard, where that is kept.
    package var raw: [UInt8]?

    package init(
        id: SignalID,
        kind: Kind = .post,
        author: String? = nil,
        time: Timestamp,
        text: String,
        language: String? = nil,
        url: String? = nil,
        parent: String? = nil,
        engagement: Engagement = Engagement(),
        raw: [UInt8]? = nil
    ) {
        self.id = id
        self.kind = kind
        self.author = author
        self.time = time
        self.text = text
        self.language = language
        self.url = url
        self.parent = parent
        self.engagement = engagement
        self.raw = raw
    }
}

/// How often a signal was liked, reposted and answered when it was heard.
///
/// nil is unknown, which is not zero.
package struct Engagement: Hashable, Sendable {
    package var likes: Int64?
    package var reposts: Int64?
    package var replies: Int64?

    package init(likes: Int64? = nil, reposts: Int64? = nil, replies: Int64? = nil) {
        self.likes = likes
        self.reposts = reposts
        self.replies = replies
    }
}
