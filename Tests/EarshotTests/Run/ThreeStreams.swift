import Foundation
import Language
import TestSupport

/// Posts that go into a file, into a folder and through a pipe at the same time; all that it does follows from its seed.
struct ThreeStreams {
    enum Stream: String, CaseIterable {
        case file
        case folder
        case pipe
    }

    private let folder: TemporaryFolder
    private var random: SplitMix
    private var files = 0
    /// Posts written so far, a stream each; they are numbered from 1.
    private(set) var written: [Stream: Int] = [:]
    /// The next post that goes through the pipe; one that went through before comes again.
    private var nextThroughPipe = 1

    init(_ folder: TemporaryFolder, seed: UInt64) throws {
        (self.folder, random) = (folder, SplitMix(state: seed))
        try FileManager.default.createDirectory(atPath: folder.path("inbox"), withIntermediateDirectories: true)
        _ = try folder.write("posts", "")
    }

    /// Writes a few posts into each.
    mutating func write(through pipe: PatientPipe) throws {
        try folder.append("posts", more(.file))
        if files == 0 || Int.random(in: 0..<20, using: &random) == 0 {
            files += 1
            _ = try folder.write("inbox/\(files)", "")
        }
        try folder.append("inbox/\(files)", more(.folder))
        let numbers = nextThroughPipe..<nextThroughPipe + Int.random(in: 1...15, using: &random)
        if pipe.write(Self.lines(.pipe, numbers)) { passed(numbers) }
    }

    /// Writes through the pipe what is behind the posts that were written so far; false once there is nothing.
    mutating func writeAgain(through pipe: PatientPipe) -> Bool {
        let numbers = nextThroughPipe..<min(nextThroughPipe + 20, count(.pipe) + 1)
        guard !numbers.isEmpty else { return false }
        if pipe.write(Self.lines(.pipe, numbers)) { passed(numbers) }
        return true
    }

    /// Feeds the pipe from a post on: what went through one that broke is not there any more.
    mutating func rewindPipe(to number: Int) { nextThroughPipe = number }

    mutating func pause() { usleep(UInt32.random(in: 0...20_000, using: &random)) }

    func count(_ stream: Stream) -> Int { written[stream] ?? 0 }

    /// The ids of all that was written.
    var ids: Set<String> {
        Set(Stream.allCases.flatMap { stream in (0..<count(stream)).map { "\(stream):\($0 + 1)" } })
    }

    private mutating func more(_ stream: Stream) -> String {
        let first = count(stream) + 1
        let last = count(stream) + Int.random(in: 1...15, using: &random)
        written[stream] = last
        return Self.lines(stream, first..<last + 1)
    }

    private mutating func passed(_ numbers: Range<Int>) {
        nextThroughPipe = numbers.upperBound
        written[.pipe] = max(count(.pipe), numbers.upperBound - 1)
    }

    /// Posts at a millisecond of their own each, so that no two points share a place.
    private static func lines(_ stream: Stream, _ numbers: Range<Int>) -> String {
        let index = Stream.allCases.firstIndex(of: stream) ?? 0
        return numbers.map { number in
            let milliseconds = number * Stream.allCases.count + index
            let time = String(
                format: "2017-08-29T%02d:%02d:%02d.%03dZ",
                milliseconds / 3_600_000,
                milliseconds / 60_000 % 60,
                milliseconds / 1000 % 60,
                milliseconds % 1000
            )
            return
                #"{"id":"\#(number)","source":"\#(stream)","author":"ada","time":"\#(time)","text":"devops \#(number)"}"#
                + "\n"
        }.joined()
    }
}

/// A pipe whose writer never waits for its reader, and outlives it.
final class PatientPipe {
    let reading: FileHandle
    private let writing: FileHandle

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        // For the program its end is doubled; no other process is to hold one.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // This process holds the reading end, too: a reader that is killed breaks no pipe, which would end the writer.
        reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        guard fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 else { throw POSIXError(.EBADF) }
    }

    /// Writes no more than 4,096 bytes, which go in as a whole; false while there is no room.
    func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        precondition(bytes.count <= PIPE_BUF)
        return Foundation.write(writing.fileDescriptor, bytes, bytes.count) == bytes.count
    }
}
