// What a name is a name of.

extension EntityFinder {
    /// The entity that a run of words is; nil where it is but a title or an ending.
    func entity(_ run: Range<Int>, _ words: [NameWord], _ text: UnsafeRawBufferPointer) -> Entity? {
        var run = run
        var title = run.lowerBound > 0 && words[run.lowerBound - 1].joinsNext && isTitle(words[run.lowerBound - 1])
        while run.count > 1, isTitle(words[run.lowerBound]) {
            title = true
            run = run.lowerBound + 1..<run.upperBound
        }
        if run.count == 1, !words[run.lowerBound].marks.isDisjoint(with: [.title, .body, .site, .plain]) { return nil }
        let range = words[run.lowerBound].range.lowerBound..<words[run.upperBound - 1].range.upperBound
        let (kind, cue) = kind(run, words, hasTitle: title)
        return Entity(
            range: range,
            name: Self.string(text, range),
            kind: kind,
            cue: cue,
            hash: path(run, words)
        )
    }

    func isTitle(_ word: NameWord) -> Bool { word.isCapitalised && word.marks.contains(.title) }

    private func path(_ run: Range<Int>, _ words: [NameWord]) -> UInt64 {
        run.dropFirst().reduce(words[run.lowerBound].hash) { TokenHash.join($0, words[$1].hash) }
    }

    private func kind(_ run: Range<Int>, _ words: [NameWord], hasTitle: Bool) -> (Entity.Kind, Entity.Cue) {
        let named = words[run.upperBound - 1].isNumber ? run.dropLast() : run
        if named.count < run.count { return (.product, .version) }
        let marks = names.marks(of: path(named, words))
        if hasTitle, !marks.contains(.place) { return (.person, .title) }
        if let kind = marks.kind { return (kind, .known) }
        let last = words[named.upperBound - 1].marks
        if named.count > 1, last.contains(.body) { return (.organisation, .ending) }
        if named.count > 1, last.contains(.site) { return (.place, .ending) }
        if words[named.lowerBound].marks.contains(.given), named.count <= 3 { return (.person, .given) }
        if named.count == 1, !words[named.lowerBound].isAllCapitals, let kind = kind(before: named.lowerBound, words) {
            return (kind, .before)
        }
        let isSpelling = named.contains { words[$0].isCamelCase }
        return (.other, isSpelling ? .spelling : .capitals)
    }

    /// What the word before a name says of it.
    private func kind(before first: Int, _ words: [NameWord]) -> Entity.Kind? {
        guard first > 0, words[first - 1].joinsNext else { return nil }
        if Self.placeBefore.contains(words[first - 1].hash) { return .place }
        return Self.productBefore.contains(words[first - 1].hash) ? .product : nil
    }

    private static let placeBefore = Set(
        ["in", "near", "outside", "across", "throughout", "downtown", "visit", "visiting"].map { TokenHash.of($0.utf8) }
    )
    private static let productBefore = Set(
        ["using", "installed", "install", "installing", "deploy", "deployed", "upgrade", "upgraded", "upgrading"]
            .map { TokenHash.of($0.utf8) }
    )

    /// Whether a number behind a name is its version.
    func isVersion(after run: Range<Int>, _ words: [NameWord]) -> Bool {
        guard run.upperBound < words.count, words[run.upperBound - 1].joinsNext else { return false }
        let (last, number) = (words[run.upperBound - 1], words[run.upperBound])
        guard number.isNumber, number.range.count <= 5, !last.marks.contains(.counted) else { return false }
        // A year, a time or a score is none; only what is known to have versions has a whole number behind it.
        guard number.range.count < 4 || number.hasPoint else { return false }
        return names.marks(of: path(run, words)).contains(.product) || (last.isCamelCase && !last.isFrequent)
            || (number.hasPoint && last.isStrong)
    }
}

extension NameList.Marks {
    fileprivate var kind: Entity.Kind? {
        if contains(.place) { return .place }
        if contains(.organisation) { return .organisation }
        return contains(.product) ? .product : nil
    }
}
