import Language
import Signals

/// A text as the tokeniser reads it, in a form that tests can compare.
struct Reading {
    struct Piece: Equatable, CustomStringConvertible {
        let kind: Token.Kind
        /// The folded form of words, tags and mentions; as written for everything else.
        let text: String
        let hash: UInt64
        let flags: Token.Flags
        let range: Range<Int>

        var description: String { "\(kind):\(text)" }
    }

    let pieces: [Piece]

    init(_ text: String) {
        self.init(utf8: Array(text.utf8))
    }

    init(utf8 bytes: [UInt8]) {
        let buffer = TokenBuffer()
        pieces = bytes.withUnsafeBytes { bytes in
            Tokenizer.tokenize(bytes, into: buffer)
            return (0..<buffer.count).map { Piece(buffer[$0], in: buffer, of: bytes) }
        }
    }

    /// `kind:text` of every token.
    var shape: [String] { pieces.map(\.description) }

    /// The tokens that say something: neither punctuation nor emoticon nor emoji.
    var words: [Piece] {
        pieces.filter { ![.punctuation, .emoticon, .emoji].contains($0.kind) }
    }

    var wordHashes: [UInt64] { words.map(\.hash) }
}

extension Reading.Piece {
    fileprivate init(_ token: Token, in buffer: TokenBuffer, of bytes: UnsafeRawBufferPointer) {
        range = Int(token.start)..<Int(token.end)
        kind = token.kind
        hash = token.hash
        flags = token.flags
        let folded = buffer.folded(token)
        let written = UnsafeRawBufferPointer(rebasing: bytes[range])
        text = String(decoding: folded.isEmpty ? written : folded, as: UTF8.self)
    }
}

/// Judging language through the door that the rest of the program uses.
struct Reader {
    private let analyzer: TextAnalyzer

    init(topics: [String] = [], model: LanguageModel = .embedded) throws {
        try self.init(matcher: TopicMatcher(topics: topics.map(Topic.init)), model: model)
    }

    init(matcher: TopicMatcher, model: LanguageModel = .embedded) {
        analyzer = TextAnalyzer(matcher: matcher, model: model)
    }

    func analysis(_ text: String, language: String? = nil) -> Analysis {
        analysis(utf8: Array(text.utf8), language: language)
    }

    func analysis(utf8 bytes: [UInt8], language: String? = nil) -> Analysis {
        var analysis = Analysis()
        bytes.withUnsafeBytes { analyzer.analyze($0, declaredLanguage: language, into: &analysis) }
        return analysis
    }

    /// The names of the topics found.
    func topics(in text: String) -> [String] {
        analysis(text).topics.map { analyzer.matcher.topics[$0].name }
    }

    /// The profane words found, as written.
    func profanity(in text: String) -> [String] {
        analysis(text).profanity.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }
}
