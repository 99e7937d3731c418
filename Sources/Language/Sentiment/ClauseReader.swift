import Signals

/// Tells what is said of one topic from what is said of another, by the clauses that name them.
///
/// - A clause ends at punctuation, and before `but`, `however`, `although`, `though`, `yet`, `while` and `whereas`.
/// - One that says nothing besides naming topics belongs to the next, the last to the one before: in `swift, kotlin and
///   go are great` all three are.
/// - One that names no topic goes on about those named before it: `swift is out. Love it!`
/// - `and` parts a clause where what stands on its two sides is of opposite sentiment: `I love swift and hate xcode`.
struct ClauseReader {
    let tokens: UnsafeBufferPointer<Token>
    let mentions: UnsafeBufferPointer<TopicFinder.Mention>
    let lexicon: Lexicon
    let scorer: LinearScorer
    let features: FeatureBuffer

    private struct Clause {
        var tokens: Range<Int>
        /// Its weights, once they were asked for.
        var sum: SIMD4<Int32>?
    }

    private static let and = TokenHash.of("and".utf8)
    private static let contrasts = ["while", "whereas"].map { TokenHash.of($0.utf8) }

    /// Appends the sentiment on each of `topics`; nothing where the text does not part them.
    func read(topics: [Int], into sentiments: inout [Sentiment]) {
        guard mayPart else { return }
        var clauses = grouped(parted())
        partAtAnd(&clauses)
        guard isParting(clauses, topics) else { return }
        for topic in topics {
            var sum = SIMD4<Int32>.zero
            var count = 0
            for index in clauses.indices where names(topic, clauses[index].tokens) {
                let part = clauses[index].sum ?? self.sum(clauses[index].tokens)
                clauses[index].sum = part
                sum &+= part
                count += clauses[index].tokens.count
            }
            sentiments.append(scorer.sentiment(of: sum, tokens: count))
        }
    }

    // MARK: Parting

    /// Whether anything that parts stands between the first and the last mention.
    private var mayPart: Bool {
        guard let first = mentions.first, let last = mentions.last else { return false }
        return tokens[first.tokens.lowerBound..<max(first.tokens.upperBound, last.tokens.lowerBound)].contains {
            $0.kind == .punctuation || Self.isContrast($0) || Self.isAnd($0)
        }
    }

    private func parted() -> [Clause] {
        var clauses: [Clause] = []
        var start = 0
        func close(_ end: Int) {
            guard end > start else { return }
            // What came before said nothing.
            if let last = clauses.last?.tokens, !says(last) {
                clauses[clauses.count - 1].tokens = last.lowerBound..<end
            } else {
                clauses.append(Clause(tokens: start..<end))
            }
            start = end
        }
        for index in tokens.indices {
            if tokens[index].kind == .punctuation {
                close(index + 1)
            } else if Self.isContrast(tokens[index]) {
                close(index)
            }
        }
        close(tokens.count)
        if clauses.count > 1, let last = clauses.last?.tokens, !says(last) {
            clauses.removeLast()
            clauses[clauses.count - 1].tokens = clauses[clauses.count - 1].tokens.lowerBound..<last.upperBound
        }
        return clauses
    }

    /// Every clause that names no topic together with the one before, or with the next where there is none before.
    private func grouped(_ clauses: [Clause]) -> [Clause] {
        var groups: [Clause] = []
        for clause in clauses {
            if let last = groups.last?.tokens, !hasMention(clause.tokens) || !hasMention(last) {
                groups[groups.count - 1].tokens = last.lowerBound..<clause.tokens.upperBound
            } else {
                groups.append(clause)
            }
        }
        return groups
    }

    private static func isContrast(_ token: Token) -> Bool {
        token.kind == .word && (token.mark.contains(.turns) || contrasts.contains(token.hash))
    }

    private static func isAnd(_ token: Token) -> Bool {
        token.kind == .word && token.hash == and
    }

    /// Whether a clause holds anything that could be an opinion.
    private func says(_ clause: Range<Int>) -> Bool {
        clause.contains { index in
            switch tokens[index].kind {
            case .word: !lexicon.evidence.isFunctionWordOfEnglish(tokens[index].hash) && !isMention(index)
            case .emoji, .emoticon: !isMention(index)
            case .number, .hashtag, .mention, .url, .character, .punctuation: false
            }
        }
    }

    private func partAtAnd(_ clauses: inout [Clause]) {
        var number = 0
        while number < clauses.count {
            let clause = clauses[number].tokens
            if let cut = clause.first(where: { Self.isAnd(tokens[$0]) && isOpposite(clause, at: $0) }) {
                clauses[number].tokens = clause.lowerBound..<cut
                clauses.insert(Clause(tokens: cut..<clause.upperBound), at: number + 1)
            }
            number += 1
        }
    }

    /// Whether opposite things are said of the topics before and behind a token.
    private func isOpposite(_ clause: Range<Int>, at index: Int) -> Bool {
        let (left, right) = (clause.lowerBound..<index, index..<clause.upperBound)
        guard hasMention(left), hasMention(right), says(left), says(right) else { return false }
        return sign(of: left) * sign(of: right) < 0
    }

    /// -1 negative, 1 positive.
    private func sign(of clause: Range<Int>) -> Int {
        Int(scorer.sentiment(of: sum(clause), tokens: clause.count).decision.rawValue) - 1
    }

    private func sum(_ clause: Range<Int>) -> SIMD4<Int32> {
        features.read(UnsafeBufferPointer(rebasing: tokens[clause]))
        return scorer.sum(features.keys)
    }

    // MARK: Topics

    /// Whether any two topics are named in different clauses.
    private func isParting(_ clauses: [Clause], _ topics: [Int]) -> Bool {
        clauses.contains { clause in
            let named = topics.count { names($0, clause.tokens) }
            return named > 0 && named < topics.count
        }
    }

    private func names(_ topic: Int, _ clause: Range<Int>) -> Bool {
        mentions.contains { $0.topic == topic && clause.contains($0.tokens.lowerBound) }
    }

    private func hasMention(_ clause: Range<Int>) -> Bool {
        mentions.contains { clause.contains($0.tokens.lowerBound) }
    }

    private func isMention(_ index: Int) -> Bool {
        mentions.contains { $0.tokens.contains(index) }
    }
}
