import Foundation
import TestSupport

/// Mails and mailboxes that tests write.
enum MailFixture {
    /// A mail as an mbox file has it.
    static func mbox(_ id: Int, _ text: String = "devops") -> String {
        "From ada@example.org Wed Sep 22 05:05:28 2004\n\(mail(id, text))\n"
    }

    static func mail(_ id: Int, _ text: String = "devops") -> String {
        """
        From: Ada <ada@example.org>
        Date: Wed, 22 Sep 2004 02:03:40 -0700
        Message-ID: <\(id)>
        Subject: number \(id)

        \(text) \(id)

        """
    }

    /// Makes the folders of a Maildir.
    static func makeMaildir(_ name: String, in folder: TemporaryFolder) throws {
        for part in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: folder.path("\(name)/\(part)"),
                withIntermediateDirectories: true
            )
        }
    }

    /// Delivers a mail into `new`; returns its name.
    @discardableResult
    static func deliver(
        _ id: Int,
        _ text: String = "devops",
        to name: String,
        in folder: TemporaryFolder
    ) throws -> String {
        let file = "\(1_095_800_000 + id).M\(id)P1.host"
        _ = try folder.write("\(name)/new/\(file)", mail(id, text))
        return file
    }
}
