/// A post as it lies in the input: borrowed bytes, nothing copied.
///
/// Valid until the next line is read.
///
/// The judge reads this; a `Signal` with strings of its own is made only for what is kept.
package struct PostView {
    /// The source of posts that name none.
    package static let defaultSource = "file"

    package var id: UnsafeRawBufferPointer?
    package var source: UnsafeRawBufferPointer?
    package var author: UnsafeRawBufferPointer?
    /// The author's stable id in the network.
    package var authorID: UnsafeRawBufferPointer?
    package var text: UnsafeRawBufferPointer
    /// The title, a line end and the text; nil if there is no title.
    package var titledText: UnsafeRawBufferPointer?
    package var url: UnsafeRawBufferPointer?
    package var language: UnsafeRawBufferPointer?
    package var parent: UnsafeRawBufferPointer?
    /// The author of the post that it reposts, if the input says so.
    package var parentAuthor: UnsafeRawBufferPointer?
    package var kind = Signal.Kind.post
    /// True if the owner of the archive it is from only liked it.
    package var isLike = false
    /// The line as it was heard first, where the input is an export that holds it.
    package var raw: UnsafeRawBufferPointer?
    /// As stated, to the millisecond; nil when the input states none.
    package var time: Timestamp?
    package var engagement = Engagement()
    /// Followers, subscribers or members that the author or the venue reaches.
    package var reach: Int64?
    /// The fields that few posts state; nil if this one states none of them.
    ///
    /// Apart, so that the view of a post that has none of them stays small.
    package var extras: UnsafePointer<PostExtras>?
    /// True if the line holds keys that are not of the format.
    package var hasOtherKeys = false

    package init(text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// The text that is matched and judged: with the title, if there is one.
    package var matchable: UnsafeRawBufferPointer { titledText ?? text }
}
