import Language
import Relevance
import Signals
import Store

/// The signals that people can be asked about: which wait, which are copies of others, what they are ordered by.
struct ReviewTable {
    struct Entry {
        let sequence: Int64
        let time: Timestamp
        /// The time at which it or the latest of its near-duplicates was heard.
        var heard: Timestamp
        /// True if a person said it and it is no old entry: nothing else waits.
        let waits: Bool
        let source: String
        /// Topics as of now.
        var topics: [String]
        /// The row of the signal that this one is a near-duplicate of.
        var original: Int?
        /// Rows of its near-duplicates.
        var copies: [Int] = []
        var isMuted = false
        /// Somebody has said something of it or of one of its copies.
        var isDecided = false
        /// It is not in the store any more.
        var isGone = false
        /// It has waited for as long as the queue keeps anything.
        var isOver = false

        var isWaiting: Bool { !isOver && isUndecided }
        var isUndecided: Bool { waits && original == nil && !isMuted && !isDecided && !isGone }
    }

    private(set) var entries: [Entry] = []
    private(set) var signals = WaitingSignals()
    private var rows: [SignalID: Int] = [:]
    /// The first near-duplicates of signals that are older than the table, by the numbers of those.
    private var heirs: [Int64: Int] = [:]

    /// The number of a signal behind which all are in the table.
    private let start: Int64

    init(after start: Int64 = 0) {
        self.start = start
    }

    var count: Int { entries.count }
    /// The number of the latest signal that was looked at.
    var last: Int64 { entries.last?.sequence ?? start }

    mutating func append(_ queued: QueuedSignal, features: UnsafeBufferPointer<Feature>, isMuted: Bool) {
        let row = entries.count
        rows[queued.signal.id] = row
        signals.append(features, prior: queued.judgement.prior)
        var entry = Entry(
            sequence: queued.sequence,
            time: queued.signal.time,
            heard: queued.heard,
            waits: queued.waits,
            source: queued.signal.id.source,
            topics: queued.topics
        )
        entry.isMuted = isMuted
        entry.original = queued.original.flatMap { original(numbered: $0, ofRow: row) }
        entries.append(entry)
        if let original = entry.original {
            entries[original].copies.append(row)
            entries[original].heard = max(entries[original].heard, entry.heard)
        }
    }

    /// Puts a signal as it is now in the place of what it was; whose near-duplicate it is stays.
    mutating func replace(
        _ row: Int,
        by queued: QueuedSignal,
        features: UnsafeBufferPointer<Feature>,
        isMuted: Bool,
        _ learned: LearnedRelevance
    ) {
        entries[row].topics = queued.topics
        entries[row].isMuted = isMuted
        signals.replace(row, by: features, prior: queued.judgement.prior, learned)
    }

    /// The row of the signal that one is a near-duplicate of; where that is older than the table, the first near-duplicate
    /// stands for it.
    private mutating func original(numbered sequence: Int64, ofRow row: Int) -> Int? {
        if let known = self.row(numbered: sequence) { return entries[known].original ?? known }
        if let heir = heirs[sequence] { return heir }
        heirs[sequence] = row
        return nil
    }

    /// True if nothing was added since.
    var isScored: Bool { signals.logits.count == entries.count }

    /// Scores what was added since, or everything anew.
    mutating func score(_ learned: LearnedRelevance, anew: Bool) { signals.score(learned, anew: anew) }

    /// Marks what somebody has said something of.
    mutating func mark(decided ids: some Sequence<SignalID>) {
        for row in entries.indices { entries[row].isDecided = false }
        for id in ids {
            guard let row = rows[id] else { continue }
            entries[entries[row].original ?? row].isDecided = true
        }
    }

    /// Takes out of the queue what was heard before a moment, unless somebody wants to come back to it.
    ///
    /// `spared`: whether a signal's number is of one that was put off or handed over.
    mutating func expire(before limit: Timestamp, unless spared: (Int64) -> Bool) {
        for row in entries.indices {
            entries[row].isOver = entries[row].heard < limit && !spared(entries[row].sequence)
        }
    }

    /// The number of items that nobody decided while they waited.
    var passedUnseen: Int { entries.count { $0.isOver && $0.isUndecided } }

    mutating func setMuted(_ isMuted: Bool, row: Int) { entries[row].isMuted = isMuted }

    /// Marks a signal that is not in the store any more; its first copy takes its place.
    mutating func remove(_ row: Int) {
        entries[row].isGone = true
        let copies = entries[row].copies
        entries[row].copies = []
        guard let heir = copies.first else { return }
        entries[heir].original = nil
        entries[heir].copies = Array(copies.dropFirst())
        for copy in entries[heir].copies { entries[copy].original = heir }
    }

    /// The row of a signal, or of what it is a near-duplicate of.
    func row(of id: SignalID) -> Int? { rows[id].map { entries[$0].original ?? $0 } }

    /// The row of a signal's number; rows are in the order of the numbers.
    func row(numbered sequence: Int64) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].sequence == sequence ? low : nil
    }

    /// The numbers of a signal and its near-duplicates.
    func family(_ row: Int) -> [Int64] {
        [entries[row].sequence] + entries[row].copies.map { entries[$0].sequence }
    }

    /// Rows that wait, in the order heard.
    var waiting: [Int] {
        entries.withUnsafeBufferPointer { entries in entries.indices.filter { entries[$0].isWaiting } }
    }

    // MARK: Filters

    /// Rows that wait and that a filter leaves, in the order heard.
    func rows(_ filter: ReviewFilter) -> [Int] {
        let probes = probes(filter)
        let sentiments = filter.sentiments.compactMap { $0 }
        let sentiment = signals.any(of: sentiments.map(Feature.sentiment))
        let anySentiment = signals.any(of: Sentiment.Class.allCases.map(Feature.sentiment))
        let takesUnknown = filter.sentiments.contains(nil)
        return waiting.filter { row in
            guard isInSpan(entries[row].time, filter), isBetween(row, filter) else { return false }
            guard filter.topics.isEmpty || filter.topics.contains(where: entries[row].topics.contains) else {
                return false
            }
            guard filter.sources.isEmpty || filter.sources.contains(entries[row].source) else { return false }
            guard probes.allSatisfy({ signals.has($0, row: row) }) else { return false }
            guard !filter.sentiments.isEmpty else { return true }
            return signals.has(sentiment, row: row) || takesUnknown && !signals.has(anySentiment, row: row)
        }
    }

    private func probes(_ filter: ReviewFilter) -> [WaitingSignals.Probe] {
        var probes: [WaitingSignals.Probe] = []
        if !filter.authors.isEmpty { probes.append(signals.any(of: filter.authors.map(Feature.author))) }
        if !filter.words.isEmpty { probes.append(signals.all(of: filter.words.flatMap(Feature.all(ofPhrase:)))) }
        return probes
    }

    private func isInSpan(_ time: Timestamp, _ filter: ReviewFilter) -> Bool {
        (filter.from.map { $0 <= time } ?? true) && (filter.to.map { time < $0 } ?? true)
    }

    private func isBetween(_ row: Int, _ filter: ReviewFilter) -> Bool {
        guard filter.above != nil || filter.below != nil else { return true }
        let probability = signals.probability(row)
        return (filter.above.map { $0 <= probability } ?? true) && (filter.below.map { probability < $0 } ?? true)
    }

    /// Rows of which some features say that a mute may concern them, and those that were muted.
    func mayBeMuted(by mutes: Mutes) -> [Int] {
        let probes = mutes.traits.map(signals.all(of:))
        return entries.indices.filter { row in
            entries[row].isMuted || probes.contains { signals.has($0, row: row) }
        }
    }

    // MARK: Order

    /// The first `limit` of some rows.
    ///
    /// `turn`: of the mixed order, whether the likeliest or the most uncertain comes first. `recent`: the rows that were
    /// shown last, by which that order knows what was said already.
    func first(_ limit: Int, of rows: [Int], order: ReviewOrder, turn: Int, after recent: [Int]) -> [Int] {
        switch order {
        case .highest: return highest(limit, of: rows)
        case .uncertain: return mostUncertain(limit, of: rows)
        case .mixed:
            let (likely, uncertain) = (varied(limit, of: rows, after: recent), mostUncertain(limit, of: rows))
            return Self.alternate(turn % 2 == 0 ? [likely, uncertain] : [uncertain, likely], limit)
        }
    }

    private func highest(_ limit: Int, of rows: [Int]) -> [Int] { first(limit, of: rows) { $0 } }

    /// So many of the likeliest are chosen from for the sake of variety, and so many are chosen.
    private static let (variedOf, variedMost) = (512, 64)

    /// Those of the likeliest first that say something else than was said of late.
    ///
    /// None that is less likely than not comes before one that is likelier.
    private func varied(_ limit: Int, of rows: [Int], after recent: [Int]) -> [Int] {
        let best = highest(max(limit, Self.variedOf), of: rows)
        let likely = best.prefix(Self.variedOf).prefix { signals.logits[$0] >= 0 }
        let first = signals.varied(min(limit, Self.variedMost), of: Array(likely), after: recent)
        let taken = Set(first)
        return Array((first + best.filter { !taken.contains($0) }).prefix(limit))
    }

    private func mostUncertain(_ limit: Int, of rows: [Int]) -> [Int] {
        first(limit, of: rows) { -$0.magnitude }
    }

    /// One of each in turn, each once.
    private static func alternate(_ lists: [[Int]], _ limit: Int) -> [Int] {
        var taken: Set<Int> = []
        var rest = lists.map { $0[...] }
        var result: [Int] = []
        while result.count < limit, rest.contains(where: { !$0.isEmpty }) {
            for list in rest.indices where result.count < limit {
                rest[list] = rest[list].drop { taken.contains($0) }
                guard let row = rest[list].popFirst() else { continue }
                taken.insert(row)
                result.append(row)
            }
        }
        return result
    }

    /// The rows of the greatest values, the latest first where they are level.
    private func first(_ limit: Int, of rows: [Int], by value: (Double) -> Double) -> [Int] {
        guard limit > 0 else { return [] }
        let logits = signals.logits
        var best: [(value: Double, row: Int)] = []
        for row in rows.reversed() {
            let value = value(logits[row])
            if best.count == limit, value <= best[limit - 1].value { continue }
            let place = best.partitionIndex { $0.value < value }
            best.insert((value, row), at: place)
            if best.count > limit { best.removeLast() }
        }
        return best.map(\.row)
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that all later ones satisfy too.
    fileprivate func partitionIndex(_ isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
