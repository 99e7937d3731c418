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

/// Finds tracked keywords in tokens.
///
/// The cost is that of the text's length, not of the number of keywords.
///
/// A keyword matches on token boundaries, folded for case and accents. A keyword of several tokens matches them in a
/// row, with no clause end between. A hashtag or mention matches a keyword that is equal to it without spaces and
/// signs; a keyword that starts with `#` or `@` matches nothing else.
package struct TopicMatcher: Sendable {
    package let topics: [Topic]

    /// What ends or goes on at one step of a keyword.
    ///
    /// Topic numbers count from 1; 0 is none.
    private struct Node: Sendable {
        var topic: Int32 = 0
        /// The first topic that a hashtag or a mention matches here; `nextHashtag` and `nextMention` lead to the others:
        /// `node.js` and `nodejs` are two topics, and `#nodejs` is both.
        var hashtagTopic: Int32 = 0
        var mentionTopic: Int32 = 0
        var hasMore = false
    }

    private var nodes: [Node] = []
    private var nextHashtag: [Int32]
    private var nextMention: [Int32]
    private let index: HashIndex

    /// Keywords that read the same, folded, are one topic: the first.
    ///
    /// - Throws: `TopicError` for a keyword without a token.
    package init(topics: [Topic]) throws(TopicError) {
        var unique: [Topic] = []
        var phrases: [Phrase] = []
        var seen: Set<Phrase> = []
        let buffer = TokenBuffer()
        for topic in topics {
            guard let phrase = Phrase(topic.name, buffer: buffer) else { throw TopicError(keyword: topic.name) }
            guard seen.insert(phrase).inserted else { continue }
            unique.append(topic)
            phrases.append(phrase)
        }
        self.topics = unique
        nextHashtag = Array(repeating: 0, count: unique.count + 1)
        nextMention = nextHashtag
        self.index = HashIndex(capacity: phrases.reduce(0) { $0 + $1.hashes.count + 1 } + 1)
        for (number, phrase) in phrases.enumerated() { add(phrase, topic: Int32(number + 1)) }
    }

    /// A keyword's tokens.
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

        init?(_ keyword: String, buffer: TokenBuffer) {
            var keyword = keyword
            keyword.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
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

    private mutating func add(_ phrase: Phrase, topic: Int32) {
        switch phrase.scope {
        case .hashtags: addTag(phrase.joined, topic, \.hashtagTopic, \.nextHashtag)
        case .mentions: addTag(phrase.joined, topic, \.mentionTopic, \.nextMention)
        case .anywhere:
            addTag(phrase.joined, topic, \.hashtagTopic, \.nextHashtag)
            addTag(phrase.joined, topic, \.mentionTopic, \.nextMention)
            var path = phrase.hashes[0]
            for next in phrase.hashes.dropFirst() {
                update(path) { $0.hasMore = true }
                path = TokenHash.join(path, next)
            }
            update(path) { $0.topic = topic }
        }
    }

    /// Appends a topic to those that a tag matches, so that they are found in the order they were given.
    private mutating func addTag(
        _ joined: UInt64,
        _ topic: Int32,
        _ first: WritableKeyPath<Node, Int32>,
        _ next: WritableKeyPath<Self, [Int32]>
    ) {
        update(joined) { _ in }
        guard let number = index.value(of: joined) else { return }
        var last = nodes[Int(number)][keyPath: first]
        guard last != 0 else {
            nodes[Int(number)][keyPath: first] = topic
            return
        }
        while self[keyPath: next][Int(last)] != 0 { last = self[keyPath: next][Int(last)] }
        self[keyPath: next][Int(last)] = topic
    }

    private mutating func update(_ path: UInt64, _ change: (inout Node) -> Void) {
        if let number = index.value(of: path) {
            change(&nodes[Int(number)])
        } else {
            var node = Node()
            change(&node)
            index.set(path, to: UInt32(nodes.count))
            nodes.append(node)
        }
    }

    /// Calls `found` with the number of every topic that occurs, again for every occurrence, in the text's order.
    @inline(__always)
    func match(_ tokens: UnsafeBufferPointer<Token>, found: (Int) -> Void) {
        guard !nodes.isEmpty else { return }
        for position in tokens.indices {
            let token = tokens[position]
            guard let first = index.value(of: token.hash), token.kind != .url, token.kind != .punctuation else {
                continue
            }
            report(nodes[Int(first)], token.kind, found)
            if nodes[Int(first)].hasMore { matchRest(tokens, from: position, found) }
        }
    }

    private func report(_ node: Node, _ kind: Token.Kind, _ found: (Int) -> Void) {
        switch kind {
        case .hashtag: report(node.hashtagTopic, nextHashtag, found)
        case .mention: report(node.mentionTopic, nextMention, found)
        case .word, .number, .emoji, .emoticon, .character:
            if node.topic > 0 { found(Int(node.topic) - 1) }
        case .url, .punctuation: break
        }
    }

    private func report(_ first: Int32, _ next: [Int32], _ found: (Int) -> Void) {
        var topic = first
        while topic > 0 {
            found(Int(topic) - 1)
            topic = next[Int(topic)]
        }
    }

    private func matchRest(_ tokens: UnsafeBufferPointer<Token>, from start: Int, _ found: (Int) -> Void) {
        var path = tokens[start].hash
        for position in tokens.indices[(start + 1)...] {
            guard tokens[position].kind != .punctuation, tokens[position].kind != .url else { return }
            path = TokenHash.join(path, tokens[position].hash)
            guard let number = index.value(of: path) else { return }
            let node = nodes[Int(number)]
            if node.topic > 0 { found(Int(node.topic) - 1) }
            guard node.hasMore else { return }
        }
    }
}
