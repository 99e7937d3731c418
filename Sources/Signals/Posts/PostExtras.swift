/// The fields that few posts state, as they lie in the input: borrowed bytes.
package struct PostExtras {
    package var title: UnsafeRawBufferPointer?
    /// Further links in it.
    package var links = UnsafeBufferPointer<UnsafeRawBufferPointer>(start: nil, count: 0)
    /// The subreddit, forum, repository, list or tag it was said in.
    package var venue: UnsafeRawBufferPointer?
    /// The id of a post that is quoted beside the parent.
    package var quoted: UnsafeRawBufferPointer?
    /// The id of the conversation, issue, build or incident it belongs to.
    package var thread: UnsafeRawBufferPointer?
    package var facts = FactsView()
    /// The time at which this version was written, if the post was edited.
    package var editedAt: Timestamp?

    package init() {}
}
