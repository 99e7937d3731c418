package import Signals

/// A keyword that cannot be tracked.
package struct TopicError: Error, Hashable, CustomStringConvertible {
    package let keyword: String

    package var description: String {
        let shown = String(decoding: keyword.utf8.prefix(80), as: UTF8.self).debugDescription
        return
            "the keyword \(shown) holds no word, number or emoji, so nothing could ever match it. Remove it or spell it out."
    }
}

/// Finds tracked topics in tokens.
///
/// The cost is that of the text's length, not of the number of topics.
///
/// A term matches on token boundaries, folded for case and accents. A term of several tokens matches them in a row, with
/// no clause end between. A hashtag or mention matches a term that is equal to it without spaces and signs; a term that
/// starts with `#` or `@` matches nothing else. Terms of topics that take other forms are found in the parts of a
/// hashtag too.
package struct TopicMatcher: Sendable {
    package let topics: [Topic]
    /// What is looked for, by number.
    let terms: [TopicTerm]
    /// Whether a topic is named only beside another term, or not beside one.
    let hasConditions: Bool
    private let readsTagParts: Bool

    /// What ends or goes on at one step of a term.
    ///
    /// Links count from 1; 0 is none.
    private struct Node: Sendable {
        var words: Int32 = 0
        var hashtag: Int32 = 0
        var mention: Int32 = 0
        var hasMore = false
        var isStart = false
    }

    /// A term that ends at a node, and the next one that does: two topics may share an alias, and `#nodejs` is both
    /// `node.js` and `nodejs`.
    struct Link: Sendable {
        let term: Int32
        let topic: Int32
        let role: TopicTerm.Role
        let isInTags: Bool
        fileprivate var next: Int32 = 0
    }

    /// The first node is none.
    private var nodes = [Node()]
    private var links: [Link] = []
    private let index: HashIndex
    /// First tokens of terms and their nodes.
    private(set) var starts: [(hash: UInt64, node: UInt32)] = []

    /// Topics whose names read the same, folded, are one: the first.
    ///
    /// - Throws: `TopicError` for a term without a token.
    package init(topics: [Topic]) throws(TopicError) {
        var unique: [Topic] = []
        var names: Set<Phrase> = []
        var phrases: [(phrase: Phrase, term: TopicTerm)] = []
        let buffer = TokenBuffer()
        for topic in topics {
            var seen: Set<Wanted> = []
            for term in TopicTerm.all(of: topic, number: unique.count) {
                guard let phrase = Phrase(term.text, buffer: buffer) else { throw TopicError(keyword: term.text) }
                // The name comes first.
                if seen.isEmpty, !names.insert(phrase).inserted { break }
                if seen.insert(Wanted(phrase: phrase, role: term.role)).inserted { phrases.append((phrase, term)) }
            }
            if !seen.isEmpty { unique.append(topic) }
        }
        self.topics = unique
        terms = phrases.map(\.term)
        hasConditions = unique.contains { !$0.excluded.isEmpty || !$0.required.isEmpty }
        readsTagParts = unique.contains { $0.matching == .forms }
        index = HashIndex(capacity: phrases.reduce(0) { $0 + $1.phrase.hashes.count + 1 } + 1)
        for (number, phrase) in phrases.enumerated() { add(phrase.phrase, term: Int32(number)) }
    }

    private struct Wanted: Hashable {
        let phrase: Phrase
        let role: TopicTerm.Role
    }

    /// A term's tokens.
    private struct Phrase: Hashable {
        enum Scope: Hashable {
            case anywhere
            case hashtags
            case mentions
        }

        let scope: Scope
        let hashes: [UInt64]
        /// The hash of the tokens written without anything between.
        let joined: UInt64

        init?(_ text: String, buffer: TokenBuffer) {
            var text = text
            text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
            let tokens = buffer.tokens.filter { $0.kind != .punctuation && $0.kind != .url }
            guard !tokens.isEmpty else { return nil }
            scope =
                switch (tokens.count, tokens[0].kind) {
                case (1, .hashtag): .hashtags
                case (1, .mention): .mentions
                default: .anywhere
                }
            hashes = tokens.map(\.hash)
            joined = tokens.count == 1 ? hashes[0] : TokenHash.of(tokens.flatMap { Array(buffer.folded($0)) })
        }
    }

    private mutating func add(_ phrase: Phrase, term: Int32) {
        switch phrase.scope {
        case .hashtags: link(phrase.joined, term, \.hashtag, isStart: true)
        case .mentions: link(phrase.joined, term, \.mention, isStart: true)
        case .anywhere:
            link(phrase.joined, term, \.hashtag, isStart: true)
            link(phrase.joined, term, \.mention, isStart: true)
            var path = phrase.hashes[0]
            for next in phrase.hashes.dropFirst() {
                nodes[node(path, isStart: path == phrase.hashes[0])].hasMore = true
                path = TokenHash.join(path, next)
            }
            link(path, term, \.words, isStart: phrase.hashes.count == 1)
        }
    }

    /// Appends a term to those that end at a node, so that they are found in the order they were given.
    private mutating func link(_ path: UInt64, _ term: Int32, _ list: WritableKeyPath<Node, Int32>, isStart: Bool) {
        let node = node(path, isStart: isStart)
        let written = terms[Int(term)]
        links.append(Link(term: term, topic: Int32(written.topic), role: written.role, isInTags: written.isInTags))
        let number = Int32(links.count)
        guard nodes[node][keyPath: list] != 0 else {
            nodes[node][keyPath: list] = number
            return
        }
        var last = Int(nodes[node][keyPath: list]) - 1
        while links[last].next != 0 { last = Int(links[last].next) - 1 }
        links[last].next = number
    }

    /// The node of a path, made where there is none.
    private mutating func node(_ path: UInt64, isStart: Bool) -> Int {
        let number = index.value(of: path) ?? UInt32(nodes.count)
        if Int(number) == nodes.count {
            index.set(path, to: number)
            nodes.append(Node())
        }
        if isStart, !nodes[Int(number)].isStart {
            nodes[Int(number)].isStart = true
            starts.append((path, number))
        }
        return Int(number)
    }

    /// Calls `found` with every term that occurs and its tokens, again for every occurrence, in the text's order.
    ///
    /// `buffer`: marked with an index that has these terms.
    @inline(__always)
    func match(
        _ buffer: TokenBuffer,
        of text: UnsafeRawBufferPointer,
        found: (_ term: Link, _ tokens: Range<Int>) -> Void
    ) {
        guard !links.isEmpty else { return }
        let tokens = buffer.tokens
        for position in buffer.notable {
            let position = Int(position)
            let token = tokens[position]
            if readsTagParts, token.kind == .hashtag { matchParts(token, at: position, of: text, found) }
            let start = token.mark.topicNode
            if start > 0 { match(tokens, at: position, nodes[start], found) }
        }
    }

    private func match(
        _ tokens: UnsafeBufferPointer<Token>,
        at position: Int,
        _ node: Node,
        _ found: (Link, Range<Int>) -> Void
    ) {
        switch tokens[position].kind {
        case .hashtag: report(node.hashtag, position..<position + 1, found)
        case .mention: report(node.mention, position..<position + 1, found)
        case .word, .number, .emoji, .emoticon, .character: report(node.words, position..<position + 1, found)
        case .url, .punctuation: return
        }
        if node.hasMore { matchRest(tokens, from: position, found) }
    }

    private func report(
        _ first: Int32,
        _ tokens: Range<Int>,
        isInTag: Bool = false,
        _ found: (Link, Range<Int>) -> Void
    ) {
        var number = first
        while number > 0 {
            let link = links[Int(number) - 1]
            if !isInTag || link.isInTags { found(link, tokens) }
            number = link.next
        }
    }

    private func matchRest(
        _ tokens: UnsafeBufferPointer<Token>,
        from start: Int,
        _ found: (Link, Range<Int>) -> Void
    ) {
        var path = tokens[start].hash
        for position in tokens.indices[(start + 1)...] {
            guard tokens[position].kind != .punctuation, tokens[position].kind != .url else { return }
            path = TokenHash.join(path, tokens[position].hash)
            guard let number = index.value(of: path) else { return }
            let node = nodes[Int(number)]
            report(node.words, start..<position + 1, found)
            guard node.hasMore else { return }
        }
    }

    /// Terms in the parts of a hashtag that is written with capitals (`#LearnSwift`) or `_`.
    private func matchParts(
        _ token: Token,
        at position: Int,
        of text: UnsafeRawBufferPointer,
        _ found: (Link, Range<Int>) -> Void
    ) {
        let parts = HashtagParts.hashes(of: UnsafeRawBufferPointer(rebasing: text[Int(token.start)..<Int(token.end)]))
        // One part is the tag itself.
        guard parts.count > 1 else { return }
        for first in parts.indices {
            var path = parts[first]
            for next in parts.indices[first...] {
                if next > first { path = TokenHash.join(path, parts[next]) }
                guard let number = index.value(of: path) else { break }
                // The whole of it is found as a tag.
                if parts.count > next - first + 1 {
                    report(nodes[Int(number)].words, position..<position + 1, isInTag: true, found)
                }
            }
        }
    }
}
