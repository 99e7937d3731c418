package import Language
package import Signals

/// Authors and phrases of which nothing is to be shown, however relevant: a veto, and no lesson about anything else.
package struct Mutes: Sendable {
    /// A token of a muted phrase.
    private struct Part: Sendable {
        let hash: UInt64
        /// `#ad` mutes the tag and not the word; a word mutes both.
        let kinds: [Token.Kind]

        func matches(_ token: Token) -> Bool { token.hash == hash && kinds.contains(token.kind) }
    }

    private var authors: [UInt64: String] = [:]
    private var phrases: [(parts: [Part], name: String)] = []
    private var starts: Set<UInt64> = []

    package init(_ subjects: some Sequence<Decision.Subject> = []) {
        let tokens = TokenBuffer()
        for subject in subjects {
            switch subject {
            case .author(let name): authors[CaselessHash.ofAuthor(name)] = name
            case .phrase(let phrase): add(phrase, tokens)
            }
        }
    }

    package var isEmpty: Bool { authors.isEmpty && phrases.isEmpty }

    private mutating func add(_ phrase: String, _ tokens: TokenBuffer) {
        var text = phrase
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens) }
        let parts = (0..<tokens.count).map { index in
            let token = tokens[index]
            return Part(hash: token.hash, kinds: token.kind == .word ? [.word, .hashtag] : [token.kind])
        }
        guard let first = parts.first else { return }
        starts.insert(first.hash)
        phrases.append((parts, phrase))
    }

    /// What mutes a post, as it was named; nil where nothing does.
    ///
    /// `tokens`: of its text.
    package func veto(author: UnsafeRawBufferPointer?, tokens: TokenBuffer) -> Decision.Subject? {
        if !authors.isEmpty, let author, let name = authors[CaselessHash.of(author)] { return .author(name) }
        guard !phrases.isEmpty else { return nil }
        for index in 0..<tokens.count where starts.contains(tokens[index].hash) {
            for phrase in phrases where isSaid(phrase.parts, at: index, tokens) { return .phrase(phrase.name) }
        }
        return nil
    }

    /// For each that is muted, features that every post of it has, so that few have to be read to be sure.
    package var traits: [[Feature]] {
        authors.keys.sorted().map { [Feature(.author, hash: $0)] }
            + phrases.map { Feature.all(ofPhrase: $0.name) }
    }

    private func isSaid(_ parts: [Part], at first: Int, _ tokens: TokenBuffer) -> Bool {
        guard first + parts.count <= tokens.count else { return false }
        return parts.indices.allSatisfy { parts[$0].matches(tokens[first + $0]) }
    }
}
