import Assembly
import Feeds
import Foundation
import Language
import Signals

/// Labelled texts of files, and their digest.
struct LabelledTexts {
    let texts: [LabelledText]
    /// XXH64 of the decompressed files, one behind the other.
    let digest: UInt64

    /// Reads lines of `label<TAB>text`.
    ///
    /// - Throws: `StreamError`, and `Failure` for a line that is not one or a label there is none of.
    init(paths: [String], labels: Int) throws {
        var texts: [LabelledText] = []
        var hash = StableHash()
        for path in paths {
            let before = texts.count
            try TextLines.read(path, hash: &hash) { line, number in
                texts.append(try Self.text(line, path: path, number: number, labels: labels))
            }
            guard texts.count > before else {
                throw Failure(description: "\(path) holds no labelled text. Write label<TAB>text, one a line.")
            }
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

/// Words of a file with their valence, and its digest.
struct LexiconFile {
    let lexicon: ValenceLexicon
    /// XXH64 of the decompressed file.
    let digest: UInt64

    /// Reads lines of `word<TAB>number`; further columns are left unread.
    ///
    /// - Throws: `StreamError`, and `Failure` for a line that is not one.
    init(path: String) throws {
        var entries: [(word: String, valence: Float)] = []
        digest = try TextLines.read(path) { line, number in
            let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard parts.count >= 2, let valence = Float(String(decoding: parts[1], as: UTF8.self)),
                valence.magnitude <= 100
            else {
                throw Failure(
                    description: "\(path), line \(number): write a word, a tab, and a number from about -4 to 4."
                )
            }
            entries.append((String(decoding: parts[0], as: UTF8.self), valence))
        }
        lexicon = ValenceLexicon(entries)
        guard lexicon.count > 0 else {
            throw Failure(description: "\(path) holds no word. Write word<TAB>number, one a line.")
        }
    }
}

/// Lines of a file, plain or gzip.
enum TextLines {
    /// Gives every line that is not empty to `use`, with its number; returns the XXH64 of the decompressed file.
    static func read(_ path: String, use: (UnsafeRawBufferPointer, Int) throws -> Void) throws -> UInt64 {
        var hash = StableHash()
        try read(path, hash: &hash, use: use)
        return hash.value
    }

    /// The same, but adds to a hash.
    static func read(_ path: String, hash: inout StableHash, use: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        let reader = LineReader(try StreamSource(path: path).open())
        var number = 0
        while true {
            switch try reader.next(skipped: &hash) {
            case .end: return
            case .oversized: throw Failure(description: "\(path), line \(number + 1): the line is too long.")
            case .block(let block):
                hash.update(block.bytes)
                var walk = LineWalk(block)
                while let (line, _) = walk.line() {
                    number += 1
                    if !line.isEmpty { try use(line, number) }
                }
            }
        }
    }
}
