import GRDB
import Signals
import Trends

extension BatchWriter {
    /// Writes a signal, or revises the one that is there.
    func write(_ judged: JudgedSignal, heardAt: Timestamp) throws -> SignalFate {
        let signal = judged.signal
        guard try !tombstones.hold(signal) else { return .known }
        let source = try source(signal.id.source)
        let topics = judged.topics.map { topicIDs[$0] }
        if judged.unmatchedLine != nil, try !isRelated(signal) {
            guard let kept = try find(signal.id) else { return .unrelated }
            try renew(kept, by: judged, topics: topics, at: heardAt)
            return .known
        }
        let reposts = try originals.reposts(of: signal.id, source: source)
        let original = try original(of: judged, reposts: reposts)
        let row = SignalRow(judged: judged, topics: topics, source: source, original: original, heardAt: heardAt)
        guard try insert(row) else { return .known }
        nearDuplicates.add(judged.sketch, signal: nextSequence, original: original)
        originals.kept(signal)
        try lead(reposts, of: source, to: original ?? nextSequence)
        try count(row)
        nextSequence += 1
        return .kept
    }

    /// A signal with what is written besides it.
    struct SignalRow {
        let judged: JudgedSignal
        let topics: [Int64]
        let source: Int64
        let original: Int64?
        let heardAt: Timestamp
    }

    /// Inserts a row under its key, or another that is free; false if the signal was there, which is renewed then.
    private func insert(_ row: SignalRow) throws -> Bool {
        let signal = row.judged.signal
        try bind(row)
        let home = signal.id.key
        statements.insert.bind(2, home)
        statements.insert.bind(24, nil as Int64?)
        if try statements.insert.run() == 1 { return true }
        if let kept = try find(signal.id) {
            try renew(kept, by: row.judged, topics: row.topics, at: row.heardAt)
            return false
        }
        // Another signal has this key.
        statements.insert.bind(24, home)
        var key = SignalKeys.elsewhere(signal.id)
        repeat {
            statements.insert.bind(2, key)
            key &+= 1
        } while try statements.insert.run() == 0
        return true
    }

    private func bind(_ row: SignalRow) throws {
        let (signal, judgement, insert) = (row.judged.signal, row.judged.judgement, statements.insert)
        insert.bind(1, nextSequence)
        insert.bind(3, row.source)
        insert.bind(4, signal.id.native)
        insert.bind(5, Int64(signal.kind.rawValue))
        insert.bind(6, signal.author)
        insert.bind(7, signal.time.milliseconds)
        insert.bind(8, row.heardAt.milliseconds)
        insert.bind(9, signal.text)
        insert.bind(10, signal.language)
        insert.bind(11, signal.url)
        insert.bind(12, signal.parent)
        insert.bind(13, signal.engagement.likes)
        insert.bind(14, signal.engagement.reposts)
        insert.bind(15, signal.engagement.replies)
        insert.bind(16, row.original)
        insert.bind(17, Int64(judgement.relevance.tenThousandths))
        insert.bind(18, judgement.sentiment.map { Int64($0.score.tenThousandths) })
        insert.bind(19, judgement.isVolatile ? 1 : 0)
        insert.bind(20, TopicList.encode(row.topics))
        insert.bind(21, model)
        insert.bind(22, JudgementBlob.encode(judgement))
        insert.bind(23, signal.raw)
        insert.bind(25, row.judged.feed)
        insert.bind(26, try authors.number(of: signal, source: row.source))
        insert.bind(27, signal.thread)
        insert.bind(28, Int64(row.judged.news.rawValue))
        insert.bind(29, signal.editedAt?.milliseconds)
        insert.bind(30, judgement.learnedFrom == nil ? nil : Int64(judgement.prior.tenThousandths))
        insert.bind(31, judgement.learnedFrom)
        insert.bind(32, SignalExtra(signal)?.json)
    }

    /// Adds a row's links and its shares of the roll-ups.
    private func count(_ row: SignalRow) throws {
        let (signal, judgement) = (row.judged.signal, row.judged.judgement)
        let whole = Rollup(judgement, isDuplicate: row.original != nil)
        rollups.add(whole, series: 0, time: signal.time)
        let facet = try facets.series(source: row.source, kind: signal.kind, state: signal.facts.state)
        rollups.add(whole, series: facet, time: signal.time)
        for (index, topic) in row.topics.enumerated() {
            try link(topic, signal.time, nextSequence)
            let share = Rollup(judgement, keyword: index, isDuplicate: row.original != nil)
            rollups.add(share, series: topic, time: signal.time)
        }
        try addLinks(of: signal, sequence: nextSequence)
    }

    func addLinks(of signal: Signal, sequence: Int64) throws {
        for link in signal.links {
            guard let hash = CanonicalLink.hash(of: link) else { continue }
            statements.insertLink.bind(1, hash)
            statements.insertLink.bind(2, sequence)
            try statements.insertLink.run()
        }
    }

    func link(_ topic: Int64, _ time: Timestamp, _ sequence: Int64) throws {
        statements.insertTopicLink.bind(1, topic)
        statements.insertTopicLink.bind(2, time.milliseconds)
        statements.insertTopicLink.bind(3, sequence)
        try statements.insertTopicLink.run()
    }

    // MARK: Relations

    /// Returns whether a signal answers, reposts or quotes one that is kept.
    private func isRelated(_ signal: Signal) throws -> Bool {
        try [signal.parent, signal.quoted].compactMap(\.self).contains { parent in
            try lookup.sequence(of: SignalID(source: signal.id.source, id: parent)) != nil
        }
    }

    /// Returns the signal that another is a copy of: the one it reposts, else one that says the same.
    ///
    /// An original that comes after its reposts is none of them.
    private func original(of judged: JudgedSignal, reposts: [Originals.Repost]) throws -> Int64? {
        if let original = try originals.original(of: judged.signal, lookup) { return original }
        guard let original = judged.sketch.flatMap({ nearDuplicates.original(of: $0) }),
            !reposts.contains(where: { $0.sequence == original })
        else { return nil }
        return original
    }

    /// Marks reposts that were kept before their original as copies; they are counted as such from now on.
    private func lead(_ reposts: [Originals.Repost], of source: Int64, to original: Int64) throws {
        let led = reposts.filter { $0.sequence != original && $0.duplicateOf != original }
        guard !led.isEmpty else { return }
        nearDuplicates.lead(Set(led.map(\.sequence)), to: original)
        let facet = try facets.series(source: source, kind: .repost, state: nil)
        for repost in led {
            try originals.mark(repost, copyOf: original)
            guard repost.duplicateOf == nil else { continue }
            var share = Rollup()
            share.duplicates = 1
            for series in [0, facet] + repost.topics { rollups.add(share, series: series, time: repost.time) }
        }
    }
}
