import Foundation

/// The kind of mailbox that a path stands for.
package enum Mailbox {
    /// A file, or nothing yet.
    case mbox
    case maildir
    /// Any other folder.
    case folder

    package init(path: String) {
        func isFolder(_ path: String) -> Bool {
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
        }
        guard isFolder(path) else {
            self = .mbox
            return
        }
        self = isFolder(path + "/cur") && isFolder(path + "/new") ? .maildir : .folder
    }

    package static func folderFault(_ path: String) -> String {
        "\(path) is a folder without new and cur in it, and so no Maildir"
    }

    package static let folderRemedy =
        "Of a folder with mbox files or single mails write folder: PATH with format: mail."
}
