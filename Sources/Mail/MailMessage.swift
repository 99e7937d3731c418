package import Signals

/// A message as far as it is heard: who, when, where, and what its author says in it.
package struct MailMessage: Hashable, Sendable {
    /// `Message-ID` without its brackets; nil if it has none.
    package var id: String?
    /// The address of the first author.
    package var author: String?
    /// The time stated; else that of the last relay, or of the mbox line.
    package var time: Timestamp?
    package var subject: String?
    /// The author's own words: without quotes, signature and the footer of the list.
    package var text: String
    /// The first text part as it is written, with quotes and signature.
    package var whole = ""
    /// True if something was left out of `text`.
    package var leavesOut = false
    /// The page of the message in its archive.
    package var url: String?
    /// Addresses that HTML links to, or that an entry of a digest is about.
    package var links: [String] = []
    /// The id of the mailing list.
    package var list: String?
    /// The id of the message that this one answers.
    package var parent: String?
    /// The id of the first message of the conversation.
    package var thread: String?
    /// The number of files that hang on it; they are not opened.
    package var attachments = 0

    package init(text: String) {
        self.text = text
    }

    /// The text as it is written and the number of attachments, to be kept beside `text`; nil if that is all.
    package var raw: String? {
        guard leavesOut || attachments > 0 else { return nil }
        return attachments == 0 ? whole : whole + "\n[attachments: \(attachments)]\n"
    }
}
