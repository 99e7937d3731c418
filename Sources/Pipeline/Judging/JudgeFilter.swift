package import Feeds
import Foundation
import Language
package import Relevance
import Signals

/// Lines in, judgements out, one for one and in order.
///
/// A pure function of each line, the topics and the models.
package struct JudgeFilter: ~Copyable {
    private let judge: Judge
    private var format: PostFormat
    private let parser = PostParser()
    private var judgement = Judgement()
    private var output = JSONWriter()
    private var line = 0
    /// Lines that could not be read.
    package private(set) var unreadable = 0

    /// `learned`: what was learned from decisions, which then decides relevance.
    package init(rules: JudgingRules, format: PostFormat, learned: LearnedRelevance? = nil) {
        var rules = rules
        rules.learned = learned.map { LearnedModel(.init(relevance: $0, place: 0)) }
        judge = rules.makeJudge()
        self.format = format
    }

    /// Lines read.
    package var lines: Int { line }

    /// Runs to the end of the stream.
    ///
    /// Output is handed over at the end of every block, so that what trickles in trickles out.
    ///
    /// - Throws: `StreamError`, and what `write` throws.
    package mutating func run(_ stream: any ByteStream, write: (UnsafeRawBufferPointer) throws -> Void) throws {
        let reader = LineReader(stream)
        // A line alone does not tell mail from a text.
        if format == .auto, StreamShape.isMbox(try reader.head()) { format = .mail }
        if format == .mail { reader.cutMessages() }
        var skipped = StableHash()
        while true {
            switch try reader.next(skipped: &skipped) {
            case .block(let block): judge(block)
            case .oversized: appendRefusal(PostError.tooLong(limit: LineReader.lineLimit).description)
            case .end: return
            }
            try output.withBytes(write)
            output.reset()
        }
    }

    private mutating func judge(_ block: LineReader.Block) {
        var walk = LineWalk(block)
        while let (bytes, _) = walk.line() {
            let reading = parser.read(bytes, format: format)
            if case .page(let count) = reading, format == .mail {
                for index in 0..<count { append(parser.readElement(index)) }
            } else {
                append(reading)
            }
        }
    }

    private mutating func append(_ reading: Reading) {
        if case .post(let post) = reading { append(post) } else { appendRefusal(reading.refusal ?? "") }
    }

    private mutating func append(_ post: PostView) {
        line += 1
        judge.judge(post, into: &judgement)
        judge.weighLearned(post, into: &judgement)
        output.raw("{\"id\":")
        if let id = post.id { output.append(utf8: id) } else { output.raw("null") }
        output.raw(",")
        output.appendMembers(of: judgement)
        output.raw("}\n")
    }

    private mutating func appendRefusal(_ reason: String) {
        line += 1
        unreadable += 1
        output.raw("{\"line\":")
        output.append(line)
        output.raw(",\"error\":")
        output.append(reason)
        output.raw("}\n")
    }
}
