import Feeds
import Foundation
import Signals
import Testing

/// Broken mails: posts or a reason, the same each time, and what is kept reads the same when it is written and heard again.
struct MailFuzzTests {
    private let parser = PostParser()
    private let other = PostParser()

    @Test func `a mail is posts or a reason, and a post comes back as it was`() {
        var (posts, pages, errors) = (0, 0, 0)
        for input in 0..<Fuzzing.inputs {
            var random = Fuzzing.random(input)
            let mail = MailSeeds.mutator.input(&random)
            let read = signals(mail, .mail, parser)
            guard read == signals(mail, .mail, other) else {
                Issue.record("read in two ways: \(Fuzzing.name(input, mail))")
                continue
            }
            switch read.count {
            case 0: errors += 1
            case 1: posts += 1
            default: pages += 1
            }
            for signal in read {
                if let fault = fault(in: signal) { Issue.record("\(fault): \(Fuzzing.name(input, mail))") }
            }
        }
        // Were all broken beyond recognition, or none at all, nothing would have been tried.
        #expect(posts > Fuzzing.inputs / 3)
        #expect(pages > Fuzzing.inputs / 50)
        #expect(errors > Fuzzing.inputs / 100)
    }

    private func signals(_ bytes: [UInt8], _ format: PostFormat, _ parser: PostParser) -> [Signal] {
        let padded = bytes + [UInt8](repeating: 10, count: PostParser.padding)
        return padded.withUnsafeBytes { padded in
            let line = UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
            switch parser.read(line, format: format) {
            case .post(let post): return [signal(post, line)]
            case .page(let count):
                return (0..<count).compactMap { index in
                    guard case .post(let post) = parser.readElement(index) else { return nil }
                    return signal(post, parser.element(index))
                }
            case .change, .notice, .dead: return []
            }
        }
    }

    private func signal(_ post: PostView, _ line: UnsafeRawBufferPointer) -> Signal {
        SignalMaker.signal(
            post,
            heard: Timestamp(milliseconds: 1_504_012_107_000),
            position: StreamPosition(offset: 7, digest: 9),
            raw: line,
            keepRaw: false
        )
    }

    /// The fault of a signal, in words.
    private func fault(in signal: Signal) -> String? {
        if signal.text.isEmpty { return "a post without a text" }
        if signal.matchableText.utf8.contains(0) { return "a NUL in the text" }
        guard (1678...2261).contains(Int(signal.time.description.prefix(4)) ?? 0) else {
            return "a time that cannot be stored"
        }
        var writer = JSONWriter()
        writer.appendLine(of: signal)
        let written = Array(writer.bytes.dropLast())
        if written.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a line that is not one line" }
        let back = signals(written, .ndjson, other)
        return back == [signal] ? nil : "came back as \(back)"
    }
}
