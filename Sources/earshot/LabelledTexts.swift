import Feeds
import Foundation
import Language
import Signals

/// Labelled texts of a file, and its digest.
struct LabelledTexts {
    let texts: [LabelledText]
    /// XXH64 of the decompressed file.
    let digest: UInt64

    /// Reads lines of `label<TAB>text`.
    ///
    /// - Throws: `StreamError`, and `Failure` for a line that is not one or a label there is none of.
    init(path: String, labels: Int) throws {
        let reader = LineReader(try StreamSource(path: path).open())
        var hash = StableHash()
        var texts: [LabelledText] = []
        var number = 0
        loop: while true {
            switch try reader.next(skipped: &hash) {
            case .end: break loop
            case .oversized: throw Failure(description: "\(path), line \(number + 1): the line is too long.")
            case .block(let block):
                hash.update(block.bytes)
                var walk = LineWalk(block)
                while let (line, _) = walk.line() {
                    number += 1
                    guard !line.isEmpty else { continue }
                    texts.append(try Self.text(line, path: path, number: number, labels: labels))
                }
            }
        }
        guard !texts.isEmpty else {
            throw Failure(description: "\(path) holds no labelled text. Write label<TAB>text, one a line.")
        }
        self.texts = texts
        digest = hash.value
    }

    private static func text(
        _ line: UnsafeRawBufferPointer,
        path: String,
        number: Int,
        labels: Int
    ) throws -> LabelledText {
        let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let label = Int(String(decoding: parts[0], as: UTF8.self)), (0..<labels).contains(label)
        else {
            throw Failure(
                description: "\(path), line \(number): write a label from 0 to \(labels - 1), a tab, and the text."
            )
        }
        return LabelledText(label: label, text: String(decoding: parts[1], as: UTF8.self))
    }
}
