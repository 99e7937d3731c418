import Foundation
import Settings

extension FeedKind {
    package static let mail = FeedKind(
        name: "mail",
        summary: "hears a mailbox: an mbox file or a Maildir",
        place: Key("mail", .path, "the file or the Maildir", example: "lists.mbox"),
        access: .open,
        blindSpots: [
            "mails that were removed before they were heard", "the folders of a Maildir: name each",
            "attachments: they are counted and not opened",
        ],
        sharesPlaces: true,
        template: ["- mail: lists.mbox"],
        check: { [finding(try? $0.placePath())] },
        make: { entry, usual in
            if let format = try entry.text("format"), format != PostFormat.auto.name, format != PostFormat.mail.name {
                throw entry.error("mail is read as mail. Leave out format: \(format)")
            }
            if try entry.placeText().hasPrefix("imap") {
                throw entry.error("mail is heard from mbox files and Maildirs. Have a program such as mbsync fetch it")
            }
            return MailFeed(path: try entry.placePath(), keepsRaw: usual.keepsRaw)
        }
    )

    private static func finding(_ path: String?) -> Finding {
        guard let path else { return .fault(noun, "it has no path. Write mail: PATH") }
        guard FileManager.default.fileExists(atPath: path) else {
            return Finding(what: noun, message: "\(path) is not there yet; earshot run waits for it")
        }
        if case .folder = Mailbox(path: path) {
            return .fault(noun, "\(Mailbox.folderFault(path)). \(Mailbox.folderRemedy)")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            return .fault(noun, "\(path) cannot be read. Give this user the right to.")
        }
        return Finding(what: noun, message: path)
    }
}
