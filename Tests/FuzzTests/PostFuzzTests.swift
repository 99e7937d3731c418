import Feeds
import Foundation
import Signals
import Testing

/// Broken lines: a post or an error, and a post that is kept reads the same when it is written and heard again.
struct PostFuzzTests {
    private let heard = Timestamp(milliseconds: 1_504_012_107_131)
    private let parser = PostParser()
    private let other = PostParser()

    @Test func `a line is a post or an error, and a post comes back as it was`() {
        var (posts, errors) = (0, 0)
        for input in 0..<Fuzzing.inputs {
            var random = Fuzzing.random(input)
            let line = PostSeeds.mutator.input(&random)
            let format = PostFormat.allCases[input % PostFormat.allCases.count]
            let signal = signal(line, format: format, next: [0, 9, 10, 13, 32][input % 5], with: parser)
            if signal == nil { errors += 1 } else { posts += 1 }
            // What stands behind the line, and what the parser read before, change nothing.
            let again = self.signal(line, format: format, next: 10, with: other)
            guard signal == again else {
                Issue.record("read in two ways: \(Fuzzing.name(input, line))")
                continue
            }
            guard let signal else { continue }
            if let fault = fault(in: signal) { Issue.record("\(fault): \(Fuzzing.name(input, line))") }
        }
        // Were all broken beyond recognition, or none at all, nothing would have been tried.
        #expect(posts > Fuzzing.inputs / 20)
        #expect(errors > Fuzzing.inputs / 20)
    }

    private func signal(_ line: [UInt8], format: PostFormat, next: UInt8, with parser: PostParser) -> Signal? {
        let padded = line + [UInt8](repeating: next, count: PostParser.padding)
        return padded.withUnsafeBytes { bytes in
            let line = UnsafeRawBufferPointer(rebasing: bytes[..<line.count])
            guard case .post(let view) = parser.read(line, format: format) else { return nil }
            return SignalMaker.signal(
                view,
                heard: heard,
                position: StreamPosition(offset: 7, digest: 9),
                raw: line,
                keepRaw: false
            )
        }
    }

    /// What is wrong with a signal that was read, in words.
    private func fault(in signal: Signal) -> String? {
        let source = signal.id.source
        guard (0...32).contains(source.utf8.count),
            source.allSatisfy({ "abcdefghijklmnopqrstuvwxyz0123456789-_".contains($0) })
        else { return "a source that is no tag" }
        if signal.text.utf8.contains(0) { return "a NUL in the text" }
        if [signal.engagement.likes, signal.engagement.reposts, signal.engagement.replies].contains(where: {
            ($0 ?? 0) < 0
        }) {
            return "a count below zero"
        }
        guard (1678...2261).contains(signal.time.year) else { return "a time that cannot be stored" }
        var writer = JSONWriter()
        writer.appendLine(of: signal)
        let written = writer.bytes.dropLast()
        if written.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a line that is not one line" }
        let back = self.signal(Array(written), format: .ndjson, next: 10, with: other)
        return back == signal ? nil : "came back as \(back.map { "\($0)" } ?? "no post")"
    }
}

extension Timestamp {
    fileprivate var year: Int { Int(description.prefix(4)) ?? 0 }
}
