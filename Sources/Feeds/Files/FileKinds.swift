import Foundation
import Settings

extension FeedKind {
    package static let file = FeedKind(
        name: "file",
        summary: "follows a file through rotation, from where it was left",
        place: Key("file", .path, "the file", example: "posts.ndjson"),
        access: .open,
        blindSpots: ["lines that were removed, with their file, before they were heard"],
        sharesPlaces: true,
        template: ["- file: posts.ndjson"],
        check: { [isThere(try? $0.placePath(), isFolder: false)] },
        make: { FileFeed(path: try $0.placePath(), options: try lines(of: $0, $1)) }
    )

    package static let folder = FeedKind(
        name: "folder",
        summary: "hears every file of a folder as it comes",
        place: Key("folder", .path, "the folder", example: "incoming"),
        access: .open,
        blindSpots: ["files that were removed before they were heard", "folders and links inside it"],
        sharesPlaces: true,
        template: ["- folder: incoming", "  format: text"],
        check: { [isThere(try? $0.placePath(), isFolder: true)] },
        make: { FolderFeed(path: try $0.placePath(), options: try lines(of: $0, $1)) }
    )

    package static let standardInput = FeedKind(
        name: "stdin",
        summary: "reads standard input to its end",
        place: nil,
        access: .open,
        blindSpots: ["what was written while Earshot did not run"],
        label: "standard input",
        sharesPlaces: true,
        template: ["- stdin"],
        check: { _ in [Finding(what: noun, message: "standard input")] },
        make: { StandardInputFeed(options: try lines(of: $0, $1)) }
    )

    private static func isThere(_ path: String?, isFolder: Bool) -> Finding {
        guard let path else { return .fault(noun, "it has no path. Write \(isFolder ? "folder" : "file"): PATH") }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return Finding(what: noun, message: "\(path) is not there yet; earshot run waits for it")
        }
        guard isDirectory.boolValue == isFolder else {
            return .fault(noun, "\(path) is \(isFolder ? "a file. Write file:" : "a folder. Write folder:") \(path)")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            return .fault(noun, "\(path) cannot be read. Give this user the right to.")
        }
        return Finding(what: noun, message: path)
    }
}
