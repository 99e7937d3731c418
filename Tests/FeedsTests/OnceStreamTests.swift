import Feeds
import Foundation
import TestSupport
import Testing

/// Pipes and devices: opened once, read to their end, and waited for without holding anything up.
@Suite(.timeLimit(.minutes(1)))
struct OnceStreamTests {
    private let pipe = Pipe()

    private var stream: OnceStream { OnceStream(descriptor: pipe.fileHandleForReading.fileDescriptor) }

    private func write(_ text: String) throws {
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    @Test func `It gives what comes, to the end of who writes`() throws {
        let stream = stream
        try write("one\ntw")
        #expect(try stream.text() == "one\ntw")
        try pipe.fileHandleForWriting.close()
        #expect(try stream.text() == "")
    }

    @Test func `Cancelled, it gives what has come by then and nothing that comes later`() async throws {
        let stream = stream
        try write("one\n")
        let text = try await Self.cancelled { try (stream.text(), stream.text()) }
        #expect(text == ("one\n", ""))
    }

    /// Runs `body` as a task that was cancelled.
    private static func cancelled<T>(_ body: () throws -> T) async rethrows -> T {
        withUnsafeCurrentTask { $0?.cancel() }
        return try body()
    }

    @Test func `A named pipe that nobody writes yet is waited for`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(StreamSource(path: path) == .once(path: path))
        let text = try await Blocking.run {
            let stream = try OnceStream(path: path)
            let writer = try #require(FileHandle(forWritingAtPath: path))
            try writer.write(contentsOf: Data("one\n".utf8))
            try writer.close()
            return try stream.text() + stream.text()
        }
        #expect(text == "one\n")
    }

    @Test func `A device without an end is refused in words`() {
        let error = #expect(throws: StreamError.self) { try OnceStream(path: "/dev/zero") }
        #expect(error?.description == "/dev/zero is a device that gives bytes without end. Name a file or a pipe.")
        #expect(throws: Never.self) { try OnceStream(path: "/dev/null") }
    }

    @Test func `A descriptor that is closed is an error, and no end`() {
        #expect(throws: StreamError.self) { try OnceStream(descriptor: 9999).text() }
    }
}
