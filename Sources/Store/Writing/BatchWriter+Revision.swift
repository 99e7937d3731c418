import GRDB
import Signals
import Trends

// A signal that is heard again: one that gains topics, and one whose source has edited it.

extension BatchWriter {
    /// A kept signal as far as a later version of it changes what hangs on it.
    struct KeptRow {
        let sequence: Int64
        let source: Int64
        let sourceName: String
        let native: String
        let kind: SignalKind
        let state: String?
        let topics: [Int64]
        let time: Timestamp
        let editedAt: Timestamp?
        let judgement: Judgement
        let isDuplicate: Bool

        /// Its share of the sums of the topic at an index of `topics`; nil for all signals.
        func share(ofTopic index: Int?) -> Rollup {
            // Topics gained later stand behind those of the judgement, and have its sentiment as a whole.
            let keyword = index.flatMap { $0 < judgement.keywords.count ? $0 : nil }
            return Rollup(judgement, keyword: keyword, isDuplicate: isDuplicate)
        }
    }

    /// The kept signal with an id.
    func find(_ id: SignalID) throws -> KeptRow? {
        guard let sequence = try lookup.sequence(of: id) else { return nil }
        statements.find.bind(1, sequence)
        return try statements.find.first { row in
            let relevance = Score(tenThousandths: Int32(row.int(3)))
            guard let judgement = JudgementBlob.decode(row.blob(5), relevance: relevance, isVolatile: row.int(4) != 0)
            else { throw SignalRecords.unreadable(row.int(0)) }
            return KeptRow(
                sequence: row.int(0),
                source: row.int(9),
                sourceName: row.text(8),
                native: row.text(1),
                kind: SignalKind(rawValue: UInt8(truncatingIfNeeded: row.int(11))) ?? .post,
                state: row.optionalText(12).flatMap { SignalExtra(json: $0)?.facts?.state },
                topics: TopicList.decode(row.blob(2)),
                time: Timestamp(milliseconds: row.int(6)),
                editedAt: row.optionalInt(10).map { Timestamp(milliseconds: $0) },
                judgement: judgement,
                isDuplicate: row.int(7) != 0
            )
        }
    }

    /// Takes up what is new about a signal that was kept before: an edit, or topics it has gained.
    func renew(_ kept: KeptRow, by judged: JudgedSignal, topics: [Int64], at heardAt: Timestamp) throws {
        guard let edited = judged.signal.editedAt, edited > (kept.editedAt ?? kept.time) else {
            return try link(kept, topics: topics, at: heardAt)
        }
        try revise(kept, to: judged, topics: topics, at: heardAt)
    }

    /// Gives a signal that was kept before the topics it has gained since; its judgement stays as it was.
    private func link(_ kept: KeptRow, topics: [Int64], at heardAt: Timestamp) throws {
        let gained = topics.filter { !kept.topics.contains($0) }
        guard !gained.isEmpty else { return }
        for topic in gained {
            try link(topic, kept.time, kept.sequence)
            rollups.add(kept.share(ofTopic: nil), series: topic, time: kept.time)
        }
        statements.setTopics.bind(1, kept.sequence)
        statements.setTopics.bind(2, TopicList.encode(kept.topics + gained))
        try statements.setTopics.run()
        try tell(kept.sequence, at: heardAt)
    }

    // MARK: Edits

    /// Puts a later version in the place of a signal; links, roll-ups and points move by difference.
    ///
    /// The time stays: by it roll-ups and points are known. Copies stay as they were found.
    private func revise(
        _ kept: KeptRow,
        to judged: JudgedSignal,
        topics: [Int64],
        at heardAt: Timestamp
    ) throws {
        try moveShares(kept, to: judged, topics: topics)
        let lost = kept.topics.filter { !topics.contains($0) }
        for topic in lost {
            statements.deleteTopicLink.bind(1, topic)
            statements.deleteTopicLink.bind(2, kept.time.milliseconds)
            statements.deleteTopicLink.bind(3, kept.sequence)
            try statements.deleteTopicLink.run()
        }
        for topic in topics where !kept.topics.contains(topic) { try link(topic, kept.time, kept.sequence) }
        try db.execute(sql: "DELETE FROM signal_link WHERE signal = ?", arguments: [kept.sequence])
        try addLinks(of: judged.signal, sequence: kept.sequence)
        try writeVersion(kept, judged, topics: topics)
        // Points of topics that are no longer named would stay; those that share their instant are written again.
        if !lost.isEmpty { try removalNotices.add(trace(of: kept), at: heardAt) }
        try tell(kept.sequence, at: heardAt)
    }

    private func trace(of kept: KeptRow) -> RemovedSignals.Trace {
        RemovedSignals.Trace(
            sequence: kept.sequence,
            id: SignalID(source: kept.sourceName, id: kept.native),
            source: kept.source,
            time: kept.time
        )
    }

    private func moveShares(_ kept: KeptRow, to judged: JudgedSignal, topics: [Int64]) throws {
        let old = try facets.series(source: kept.source, kind: kept.kind, state: kept.state)
        let new = try facets.series(source: kept.source, kind: kept.kind, state: judged.signal.facts.state)
        let whole = Rollup(judged.judgement, isDuplicate: kept.isDuplicate)
        for (series, next) in [(Int64(0), Int64(0)), (old, new)] {
            rollups.remove(kept.share(ofTopic: nil), series: series, time: kept.time)
            rollups.add(whole, series: next, time: kept.time)
        }
        for (index, topic) in kept.topics.enumerated() {
            rollups.remove(kept.share(ofTopic: index), series: topic, time: kept.time)
        }
        for (index, topic) in topics.enumerated() {
            let share = Rollup(judged.judgement, keyword: index, isDuplicate: kept.isDuplicate)
            rollups.add(share, series: topic, time: kept.time)
        }
    }

    private func writeVersion(_ kept: KeptRow, _ judged: JudgedSignal, topics: [Int64]) throws {
        let (signal, judgement, revise) = (judged.signal, judged.judgement, statements.revise)
        revise.bind(1, kept.sequence)
        revise.bind(2, signal.text)
        revise.bind(3, signal.language)
        revise.bind(4, signal.url)
        revise.bind(5, signal.engagement.likes)
        revise.bind(6, signal.engagement.reposts)
        revise.bind(7, signal.engagement.replies)
        revise.bind(8, Int64(judgement.relevance.tenThousandths))
        revise.bind(9, judgement.sentiment.map { Int64($0.score.tenThousandths) })
        revise.bind(10, judgement.isVolatile ? 1 : 0)
        revise.bind(11, TopicList.encode(topics))
        revise.bind(12, model)
        revise.bind(13, JudgementBlob.encode(judgement))
        revise.bind(14, signal.raw)
        revise.bind(15, signal.editedAt?.milliseconds)
        revise.bind(16, judgement.learnedFrom == nil ? nil : Int64(judgement.prior.tenThousandths))
        revise.bind(17, judgement.learnedFrom)
        revise.bind(18, SignalExtra(signal)?.json)
        revise.bind(19, signal.author)
        revise.bind(20, signal.parent)
        revise.bind(21, signal.thread)
        revise.bind(22, try authors.number(of: signal, source: kept.source))
        try revise.run()
    }

    /// Has the readers read a signal again.
    private func tell(_ sequence: Int64, at time: Timestamp) throws {
        statements.insertChange.bind(1, sequence)
        statements.insertChange.bind(2, time.milliseconds)
        try statements.insertChange.run()
    }
}
