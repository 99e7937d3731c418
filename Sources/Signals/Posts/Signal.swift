/// One thing heard, in the latest version its source stated.
///
/// `id` is unique: the same signal heard twice is one.
package struct Signal: Hashable, Sendable {
    package typealias Kind = SignalKind

    package var id: SignalID
    package var kind: Kind
    /// The author's handle, as it is shown.
    package var author: String?
    /// The author's stable id in the network, which outlives a change of handle; nil if the source states none.
    package var authorID: String?
    /// The time at which it was written, as its source says; if the source does not say, that at which it was heard.
    package var time: Timestamp
    package var title: String?
    package var text: String
    package var language: String?
    package var url: String?
    /// Further links in it, as they stand in the source.
    package var links: [String]
    /// The subreddit, forum, repository, list or tag it was said in; `in` in the neutral format.
    package var venue: String?
    /// The source's own id of the post this one answers, reposts or quotes.
    package var parent: String?
    /// The source's own id of a post that is quoted beside `parent`.
    package var quoted: String?
    /// The conversation, issue, build or incident it belongs to, by the source's own id.
    package var thread: String?
    /// Followers, subscribers or members that the author or the venue reaches.
    package var reach: Int64?
    package var facts: Facts
    /// The time at which this version was written, if the signal was edited.
    package var editedAt: Timestamp?
    package var engagement: Engagement
    /// The line as it was heard, where that is kept.
    package var raw: [UInt8]?

    package init(
        id: SignalID,
        kind: Kind = .post,
        author: String? = nil,
        authorID: String? = nil,
        time: Timestamp,
        title: String? = nil,
        text: String,
        language: String? = nil,
        url: String? = nil,
        links: [String] = [],
        venue: String? = nil,
        parent: String? = nil,
        quoted: String? = nil,
        thread: String? = nil,
        reach: Int64? = nil,
        facts: Facts = Facts(),
        editedAt: Timestamp? = nil,
        engagement: Engagement = Engagement(),
        raw: [UInt8]? = nil
    ) {
        (self.id, self.kind, self.author, self.authorID, self.time) = (id, kind, author, authorID, time)
        (self.title, self.text, self.language, self.url, self.links) = (title, text, language, url, links)
        (self.venue, self.parent, self.quoted, self.thread) = (venue, parent, quoted, thread)
        (self.reach, self.facts, self.editedAt) = (reach, facts, editedAt)
        (self.engagement, self.raw) = (engagement, raw)
    }
}

extension Signal {
    /// The text that is matched and judged: with the title, if there is one.
    package var matchableText: String { title.map { $0 + "\n" + text } ?? text }
}

/// The counts of likes, reposts and answers that a signal had when it was heard.
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
