import Signals

/// Finds the names in a text: people, products, organisations, places, tags and handles, tracked or not.
///
/// It goes by capitals, spelling, what stands around a name, and a short list of known ones. It is for listings and
/// explanations, not for every post that is heard.
package struct EntityFinder: Sendable {
    /// A text is looked at up to this many words.
    package static let mostWords = 2_048
    /// The most words of a name.
    static let longestName = 6

    let evidence: LanguageEvidence
    let scorer: LinearScorer
    let names = NameList.embedded

    package init(model: LanguageModel) {
        evidence = model.lexicon.evidence
        scorer = model.scorer
    }

    /// The names in a text's order, each as often as it stands there.
    ///
    /// `language`: of the text, if known; in German every noun has a capital.
    package func entities(
        in tokens: TokenBuffer,
        of text: UnsafeRawBufferPointer,
        language: String?
    ) -> [Entity] {
        let words = words(tokens, text, language)
        let style = NameStyle(words, language: language)
        var found = signs(tokens, text)
        var index = 0
        while index < words.count {
            if let run = run(at: index, words, style) {
                if let entity = entity(run, words, text) { found.append(entity) }
                index = run.upperBound
            } else {
                index += 1
            }
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The same of a string; `tokens`: memory to read it into.
    package func entities(in text: String, language: String?, _ tokens: TokenBuffer = TokenBuffer()) -> [Entity] {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            Tokenizer.tokenize(bytes, into: tokens)
            return entities(in: tokens, of: bytes, language: language)
        }
    }

    // MARK: Tags and handles

    private func signs(_ tokens: TokenBuffer, _ text: UnsafeRawBufferPointer) -> [Entity] {
        (0..<tokens.count).compactMap { index in
            let token = tokens[index]
            guard token.kind == .hashtag || token.kind == .mention else { return nil }
            let range = Int(token.start)..<Int(token.end)
            return Entity(
                range: range,
                name: Self.string(text, range),
                kind: token.kind == .hashtag ? .tag : .handle,
                cue: token.kind == .hashtag ? .hashtag : .mention,
                hash: token.hash
            )
        }
    }

    // MARK: Runs of words

    /// The words that may be one name, from `index` on.
    private func run(at index: Int, _ words: [NameWord], _ style: NameStyle) -> Range<Int>? {
        if let known = known(at: index, words) { return extended(known, words, style) }
        guard words[index].isCapitalised || words[index].isCamelCase, !words[index].isNumber else { return nil }
        var end = index + 1
        while end < words.count, end - index < Self.longestName, words[end - 1].joinsNext {
            if words[end].isCapitalised || words[end].isCamelCase, !words[end].isNumber {
                end += 1
            } else if isConnector(words[end]), end + 1 < words.count, words[end].joinsNext,
                words[end + 1].isCapitalised, end - index + 1 < Self.longestName
            {
                end += 2
            } else {
                break
            }
        }
        let run = trimmed(index..<end, words, style)
        guard !run.isEmpty, isName(run, words, style) else { return nil }
        return withVersion(run, words)
    }

    /// The longest known name that starts here.
    private func known(at index: Int, _ words: [NameWord]) -> Range<Int>? {
        guard words[index].isCapitalised || words[index].isCamelCase else { return nil }
        var path = words[index].hash
        var marks = words[index].marks
        var end = index + 1
        let isSmallAcronym = marks.contains(.acronym) && !words[index].isAllCapitals
        var longest: Int? = marks.isDisjoint(with: .names) || isSmallAcronym ? nil : end
        while marks.contains(.goesOn), end < words.count, words[end - 1].joinsNext, words[end].isCapitalised {
            path = TokenHash.join(path, words[end].hash)
            marks = names.marks(of: path)
            end += 1
            if !marks.isDisjoint(with: .names) { longest = end }
        }
        return longest.map { index..<$0 }
    }

    /// A known name with what belongs to it: `Boston Marathon` is another thing than Boston.
    private func extended(_ known: Range<Int>, _ words: [NameWord], _ style: NameStyle) -> Range<Int> {
        var end = known.upperBound
        if style.tellsNames {
            while end < words.count, words[end - 1].joinsNext, goesOnKnown(words[end], style),
                end - known.lowerBound < Self.longestName
            {
                end += 1
            }
        }
        return withVersion(known.lowerBound..<end, words)
    }

    /// Whether a word belongs to the known name before it: Oklahoma City, Boston Globe.
    private func goesOnKnown(_ word: NameWord, _ style: NameStyle) -> Bool {
        guard word.isCapitalised, !word.isAllCapitals else { return false }
        return !word.marks.isDisjoint(with: [.site, .body]) || (style.hasFewCapitals && word.isStrong)
    }

    /// Takes in the number of `iOS 18` and `Swift 6.1`.
    private func withVersion(_ run: Range<Int>, _ words: [NameWord]) -> Range<Int> {
        isVersion(after: run, words) ? run.lowerBound..<run.upperBound + 1 : run
    }

    /// Without what is no part of a name at its ends: function words, and frequent words where they say little.
    private func trimmed(_ run: Range<Int>, _ words: [NameWord], _ style: NameStyle) -> Range<Int> {
        var (first, end) = (run.lowerBound, run.upperBound)
        if hasTitle(run, words) { first += 1 }
        func isLoose(_ word: NameWord) -> Bool {
            if run.count > 1, word.isAllCapitals, !isAcronym(word), word.marks.isDisjoint(with: .names) { return true }
            guard !word.isStrong else { return false }
            return word.isFirst || !style.tellsNames || evidence.isFunctionWord(word.hash, of: .max)
                || (word.marks.contains(.plain) && !word.marks.contains(.body))
        }
        while first < end, isLoose(words[first]) { first += 1 }
        while end > first, isLoose(words[end - 1]) { end -= 1 }
        // A title goes before whatever the name behind it looks like.
        return hasTitle(run, words) && first == run.lowerBound + 1 && end > first ? run.lowerBound..<end : first..<end
    }

    private func isConnector(_ word: NameWord) -> Bool { Self.connectors.contains(word.hash) }

    private static let connectors = Set(
        ["of", "de", "la", "van", "von", "der", "del", "al", "bin", "du", "di"].map { TokenHash.of($0.utf8) }
    )

    private func hasTitle(_ run: Range<Int>, _ words: [NameWord]) -> Bool {
        run.count > 1 && isTitle(words[run.lowerBound])
    }

    /// Whether words with capitals name something.
    private func isName(_ run: Range<Int>, _ words: [NameWord], _ style: NameStyle) -> Bool {
        let strong = run.filter { words[$0].isStrong }
        guard let first = strong.first, run.count > 1 || words[first].range.count > 1 else { return false }
        if run.contains(where: { words[$0].isCamelCase && words[$0].isStrong }) { return true }
        guard style.tellsNames else { return false }
        if run.count == 1, words[first].isAllCapitals { return isAcronym(words[first]) }
        let isLoud = run.allSatisfy { words[$0].isAllCapitals || words[$0].range.count == 1 }
        if isLoud, !run.allSatisfy({ isAcronym(words[$0]) }) { return false }
        if words[first].isFirst, run.count == 1 {
            return words[first].marks.contains(.given) || style.namesInside.contains(words[first].hash)
        }
        if (words[first].marks.contains(.given) && run.count <= 3) || hasTitle(run, words) { return true }
        // Where many words have capitals, a long run is a headline, and only words that are no English tell names.
        if !style.hasFewCapitals { return (2...3).contains(run.count) && run.allSatisfy { !isVocabulary(words[$0]) } }
        return run.count > 1 || !hasEnding(words[first])
    }

    /// Whether a word ends as English words do: with -ing, -tion, -ness.
    private func hasEnding(_ word: NameWord) -> Bool { evidence.hasEnglishEnding(word.tail) }

    /// Two to five capitals that are no word said loudly.
    private func isAcronym(_ word: NameWord) -> Bool {
        word.range.count <= 5 && !scorer.isKnown(word.hash)
    }

    /// A word that the models of English know, or that ends like one.
    private func isVocabulary(_ word: NameWord) -> Bool { scorer.isKnown(word.hash) || hasEnding(word) }

    static func string(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self)
    }
}
