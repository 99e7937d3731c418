import Feeds
import Foundation
import TestSupport
import Testing

struct FollowedFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `It answers nothing at the end, and goes on where it grows`() throws {
        let path = try folder.write("posts", "one\n")
        let file = try FollowedFile(path: path)
        #expect(try file.text() == "one\n")
        #expect(try file.text() == "")
        #expect(file.change == .none)
        try folder.append("posts", "two\n")
        #expect(file.change == .grown)
        #expect(try file.text() == "two\n")
        #expect(file.change == .none)
    }

    @Test func `A file that was renamed may still be written until another holds something`() throws {
        let path = try folder.write("posts", "one\n")
        let file = try FollowedFile(path: path)
        _ = try file.text()
        try folder.rename("posts", "posts.1")
        #expect(file.change == .renamed)
        try folder.append("posts.1", "late\n")
        #expect(file.change == .grown)
        #expect(try file.text() == "late\n")
        // Who rotates makes the next file before who writes takes it.
        _ = try folder.write("posts", "")
        #expect(file.change == .renamed)
        try folder.append("posts", "two\n")
        #expect(file.change == .replaced)
    }

    @Test func `A file that was removed is not waited for`() throws {
        let path = try folder.write("posts", "one\n")
        let file = try FollowedFile(path: path)
        _ = try file.text()
        try FileManager.default.removeItem(atPath: path)
        #expect(file.change == .replaced)
    }

    @Test func `What was not read yet comes before everything else`() throws {
        let path = try folder.write("posts", "one\n")
        let file = try FollowedFile(path: path)
        try folder.rename("posts", "posts.1")
        _ = try folder.write("posts", "two\n")
        #expect(file.change == .grown)
        #expect(try file.text() == "one\n")
        #expect(file.change == .replaced)
    }

    @Test func `A file that was cut, or written anew in place, is told from one that has grown`() throws {
        let path = try folder.write("posts", "one\ntwo\n")
        let file = try FollowedFile(path: path)
        _ = try file.text()
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 0)
        #expect(file.change == .cut)
        try handle.write(contentsOf: Data("another start, and longer than before\n".utf8))
        #expect(file.change == .cut)
    }

    /// gzip, zstd, and zstd that begins with a skippable frame, as `zstd --seekable` and pzstd write it.
    @Test(
        arguments: [
            [0x1F, 0x8B, 8, 0], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x2A, 0x4D, 0x18], [0x5F, 0x2A, 0x4D, 0x18],
        ] as [[UInt8]]
    )
    func `A compressed file cannot be followed, and the error says what to do`(head: [UInt8]) throws {
        let path = folder.path("posts.ndjson")
        try Data(head).write(to: URL(fileURLWithPath: path))
        #expect(FollowedFile.isCompressed(path: path))
        let error = #expect(throws: StreamError.self) { try FollowedFile(path: path) }
        #expect(
            error?.description
                == "\(path) is compressed and cannot be followed. Replay it, or name its folder as a feed."
        )
    }

    @Test func `A folder and a named pipe are refused at once`() throws {
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, folder.url.path] {
            let error = #expect(throws: StreamError.self) { try FollowedFile(path: path) }
            #expect(error == .notAFile(path: path))
        }
    }

    @Test func `A file that is not there says so`() throws {
        let path = folder.path("none")
        let error = #expect(throws: StreamError.self) { try FollowedFile(path: path) }
        #expect(error?.description == "cannot open \(path): No such file or directory")
    }
}
