import Foundation
import GRDB
package import Signals

/// Reads a page of the outbox inside a transaction.
struct PageReader {
    /// Entries are read until they hold this many bytes of text and lines as heard.
    private static let byteLimit = 8 << 20

    private let db: Database
    private let reader: ReaderRecords.Known
    private let limit: Int
    /// The time, in milliseconds, before which signals are too old for a reader that wants no history; nil for others.
    private let cutoff: Int64?
    private var position: OutboxPosition
    private var items: [OutboxPage.Item] = []
    private var outdated = 0

    init(_ db: Database, _ reader: ReaderRecords.Known, limit: Int, now: Timestamp) {
        (self.db, self.reader, self.limit, position) = (db, reader, limit, reader.position)
        cutoff = reader.start == .now ? now.milliseconds - OutboxRecords.expiry : nil
    }

    /// Removals first, and nothing else as long as not all of them are in the page: a signal that shares the instant of one
    /// may be told only when that is gone.
    mutating func page(_ streams: [OutboxStream]) throws -> OutboxPage {
        if streams.contains(.removals) { try readRemovals() }
        for stream in streams where items.count < limit {
            switch stream {
            case .signals: try readSignals()
            case .figures: try readFigures()
            case .decisions: try readDecisions()
            case .removals, .changes, .notices, .samples: break
            }
        }
        return OutboxPage(
            start: reader.position,
            items: items,
            end: position,
            expired: reader.expired,
            outdated: outdated
        )
    }

    private mutating func append(_ content: OutboxPage.Content, _ stream: OutboxStream, _ number: Int64) {
        position[stream] = number
        items.append(.init(content, position: position))
    }

    private mutating func readRemovals() throws {
        let sql = "SELECT id, signal, key, instant, source FROM deletion WHERE id > ? ORDER BY id LIMIT ?"
        for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [position[.removals], limit]) {
            let removal = OutboxRemoval(
                number: try row.decode(forColumn: "id"),
                signal: try row.decode(forColumn: "signal"),
                key: try row.decode(forColumn: "key"),
                instant: try row.decode(forColumn: "instant"),
                sourceTag: try row.decode(forColumn: "source")
            )
            append(.removal(removal), .removals, removal.number)
        }
    }

    private mutating func readFigures() throws {
        let sql = "SELECT * FROM relevance_figure WHERE id > ? ORDER BY id LIMIT ?"
        let arguments: StatementArguments = [position[.figures], limit - items.count]
        for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments) {
            let figure = try FigureRecords.figure(row)
            append(.figure(figure), .figures, figure.number)
        }
    }

    private mutating func readDecisions() throws {
        let sql = "SELECT * FROM decision WHERE id > ? ORDER BY id LIMIT ?"
        let arguments: StatementArguments = [position[.decisions], limit - items.count]
        for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments) {
            let number: Int64 = try row.decode(forColumn: "id")
            append(.decision(number, try DecisionRecords.decision(row)), .decisions, number)
        }
    }

    // MARK: Signals

    private static let columns = "SELECT signal.*, \(SignalRecords.columnsBeside), feed.label AS feed_label"
    private static let joins = "\(SignalRecords.joins) LEFT JOIN feed ON feed.id = signal.feed"

    /// A condition on signals that hides what was brought along or found later.
    static let isEvent: String = {
        let events = News.allCases.filter(\.isEvent).map { "\($0.rawValue)" }.joined(separator: ", ")
        return "signal.news IN (\(events))"
    }()

    /// New and changed signals take turns, so that neither waits for the end of the other.
    private mutating func readSignals() throws {
        try expireSignals()
        let room = limit - items.count
        var new = try newSignals(room)
        var changed = try changedSignals(new.count == room ? max(1, room / 2) : room - new.count)
        let (allNew, allChanged) = (new.isWhole, changed.isWhole)
        if new.count + changed.count > room { new.cut(to: room - changed.count) }
        var isTurnOfNew = true
        while items.count < limit, let next = isTurnOfNew ? new.next() ?? changed.next() : changed.next() ?? new.next()
        {
            append(.signal(next.entry), next.stream, next.place)
            isTurnOfNew.toggle()
        }
        // What is behind the last of them is not for this reader.
        if allNew, new.isEmpty {
            position[.signals] = try max(position[.signals], ReaderRecords.last(of: .signals, in: db))
        }
        if allChanged, changed.isEmpty, allNew, new.isEmpty {
            position[.changes] = try max(position[.changes], ReaderRecords.last(of: .changes, in: db))
        }
    }

    /// Entries that were read, of which some may not have fitted.
    private struct Entries {
        var entries: [(entry: OutboxEntry, stream: OutboxStream, place: Int64)] = []
        var isWhole = true
        private var index = 0

        var count: Int { entries.count - index }
        var isEmpty: Bool { index == entries.count }

        mutating func next() -> (entry: OutboxEntry, stream: OutboxStream, place: Int64)? {
            guard !isEmpty else { return nil }
            defer { index += 1 }
            return entries[index]
        }

        mutating func cut(to count: Int) {
            isWhole = isWhole && count >= entries.count
            entries = Array(entries.prefix(count))
        }
    }

    /// A condition that hides what was brought along or found later from a reader without history; empty for others.
    private var isTold: String { reader.start == .now ? "AND \(Self.isEvent)" : "" }

    private func newSignals(_ count: Int) throws -> Entries {
        let sql = """
            \(Self.columns), signal.seq AS place, 0 AS cause FROM signal \(Self.joins)
            WHERE signal.seq > ? \(isTold) ORDER BY signal.seq LIMIT ?
            """
        return try entries(sql, [position[.signals], count], .signals, count)
    }

    private func changedSignals(_ count: Int) throws -> Entries {
        let sql = """
            \(Self.columns), change.id AS place, change.cause AS cause FROM change JOIN signal ON signal.seq = change.signal
            \(Self.joins) WHERE \(OutboxRecords.told) \(isTold) ORDER BY change.id LIMIT ?
            """
        return try entries(
            sql,
            [position[.changes], reader.id, reader.position[.signals], count],
            .changes,
            count
        )
    }

    private func entries(
        _ sql: String,
        _ arguments: StatementArguments,
        _ stream: OutboxStream,
        _ limit: Int
    ) throws -> Entries {
        var entries = Entries()
        guard limit > 0 else {
            entries.isWhole = false
            return entries
        }
        let names = try TopicRecords.names(in: db)
        let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        var bytes = 0
        while let row = try rows.next() {
            let entry = try Self.entry(row, names)
            entries.entries.append((entry, stream, try row.decode(forColumn: "place")))
            bytes += entry.signal.text.utf8.count + (entry.signal.raw?.count ?? 0)
            if bytes >= Self.byteLimit { break }
        }
        entries.isWhole = entries.count < limit && bytes < Self.byteLimit
        return entries
    }

    private static func entry(_ row: Row, _ names: [Int64: String]) throws -> OutboxEntry {
        let kept = try SignalRecords.signal(row, topics: names)
        return OutboxEntry(
            number: kept.sequence,
            cause: try row.decodeCase(forColumn: "cause"),
            signal: kept.signal,
            judgement: kept.judgement,
            sourceTag: kept.sourceTag,
            topics: kept.topics,
            duplicateOf: kept.duplicateOf,
            feed: try row.decode(forColumn: "feed_label"),
            heard: kept.heard
        )
    }

    /// Passes over signals that were kept too long ago for somebody who wants no history.
    private mutating func expireSignals() throws {
        guard let cutoff else { return }
        let last = """
            SELECT max(seq) FROM (SELECT seq, heard FROM signal WHERE seq > ? ORDER BY seq LIMIT 1000000) WHERE heard < ?
            """
        let arguments: StatementArguments = [position[.signals], cutoff]
        guard let number = try Int64.fetchOne(db, sql: last, arguments: arguments) else { return }
        let count = "SELECT count(*) FROM signal WHERE seq > ? AND seq <= ? \(isTold)"
        outdated += try Int.fetchOne(db, sql: count, arguments: [position[.signals], number]) ?? 0
        position[.signals] = number
    }
}

extension Store {
    /// The next page for a reader, of the streams in the order in which they are read, and what it noted of that; nil if the
    /// reader is not known.
    package func page(
        for reader: String,
        _ streams: [OutboxStream],
        limit: Int,
        now: Timestamp
    ) async throws -> (page: OutboxPage, memory: ReaderMemory)? {
        try await pool.read { db in
            guard let known = try ReaderRecords.known(reader, in: db) else { return nil }
            var pages = PageReader(db, known, limit: limit, now: now)
            let page = try pages.page(streams)
            return (page, try MemoryRecords.memory(of: known.id, concerning: page.items, in: db))
        }
    }
}
