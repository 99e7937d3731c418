import Foundation
import GRDB
import Signals

/// Finds what a name may mean, wherever something heard is kept.
struct ForgettingSearch {
    /// The id as it was given; nil where only an author is meant.
    private let id: String?
    /// The author without `@`; nil where only a signal is meant.
    private let author: String?

    init(_ text: String) {
        let isAuthor = text.hasPrefix("@")
        id = isAuthor ? nil : text
        author = isAuthor ? String(text.dropFirst()) : text
    }

    init(_ what: Forgettable) {
        switch what {
        case .signal(let id): (self.id, author) = (id.qualified, nil)
        case .author(let name, _): (id, author) = (nil, name)
        }
    }

    private func isAuthor(_ name: String?) -> Bool {
        guard let author, let name else { return false }
        return NamedAuthor.folded(name) == NamedAuthor.folded(author)
    }

    private func isID(_ found: SignalID) -> Bool {
        guard let id else { return false }
        return found == SignalID(source: found.source, id: id)
    }

    // MARK: Signals

    func signals(in db: Database, _ found: (Forgettable) -> Void) throws {
        if let id {
            let lookup = try SignalLookup(db)
            for source in try String.fetchAll(db, sql: "SELECT name FROM source") {
                let candidate = SignalID(source: source, id: id)
                if try lookup.sequence(of: candidate) != nil { found(.signal(candidate)) }
            }
        }
        guard author != nil else { return }
        let authors = try Row.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT source.name, signal.author FROM signal JOIN source ON source.id = signal.source
                WHERE signal.author IS NOT NULL
                """
        )
        while let row = try authors.next() {
            if isAuthor(row[1]) { found(.author(name: NamedAuthor.folded(row[1]), source: row[0])) }
        }
    }

    // MARK: Imports

    /// Posts of an archive that have the id, or that the author wrote and the owner shared again.
    func imports(in db: Database, _ found: (Forgettable, String) -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT id, author FROM import")
        while let row = try rows.next() {
            let parts = (row[0] as String).split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let signal = SignalID(source: parts[0], id: parts[1])
            if isID(signal) { found(.signal(signal), row[0]) }
            if isAuthor(row[1]), let name = row[1] as String? {
                found(.author(name: NamedAuthor.folded(name), source: parts[0]), row[0])
            }
        }
    }

    /// The numbers of the signals meant.
    func sequences(of what: Forgettable, in db: Database) throws -> [Int64] {
        switch what {
        case .signal(let id): return try SignalLookup(db).sequence(of: id).map { [$0] } ?? []
        case .author(_, let source):
            var sequences: [Int64] = []
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT signal.seq, signal.author FROM signal JOIN source ON source.id = signal.source
                    WHERE source.name = ? AND signal.author IS NOT NULL
                    """,
                arguments: [source]
            )
            while let row = try rows.next() { if isAuthor(row[1]) { sequences.append(row[0]) } }
            return sequences
        }
    }

    // MARK: The ring

    /// Lines of what is meant, and of what repeats it or one of `repeating`.
    func unmatched(
        in db: Database,
        repeating: Set<SignalID> = [],
        _ found: (Forgettable, SignalID) -> Void
    ) throws {
        let blocks = try Data.fetchCursor(db, sql: "SELECT lines FROM unmatched ORDER BY id")
        while let block = try blocks.next() {
            _ = UnmatchedRing.lines([UInt8](block)) { line in
                guard let read = UnmatchedLine(line) else { return true }
                let id = read.signalID
                if isID(id) { found(.signal(id), id) }
                if isAuthor(read.author), let name = read.author {
                    found(.author(name: NamedAuthor.folded(name), source: read.source), id)
                }
                if let original = read.repostOf, repeating.contains(original) { found(.signal(id), id) }
                return true
            }
        }
    }

    /// The ids in the ring that are among these; a stream that was heard twice has a line twice.
    func idsOfUnmatched(in db: Database, among ids: Set<SignalID>) throws -> [SignalID] {
        var found: [SignalID] = []
        let blocks = try Data.fetchCursor(db, sql: "SELECT lines FROM unmatched ORDER BY id")
        while let block = try blocks.next() {
            _ = UnmatchedRing.lines([UInt8](block)) { line in
                if let id = UnmatchedLine.id(of: line), ids.contains(id) { found.append(id) }
                return true
            }
        }
        return found
    }

    // MARK: Dead letters

    /// Lines that could not be read and state the id or the author meant.
    ///
    /// `source`: that of lines that state none.
    func deadLetters(in db: Database, source usual: String, _ found: (Forgettable, Int64) -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT id, payload FROM dead_letter WHERE feed IS NOT NULL")
        while let row = try rows.next() {
            let line = StatedMembers([UInt8](row[1] as Data))
            let source = line.source ?? usual
            for native in line.ids {
                let id = SignalID(source: source, id: native)
                if isID(id) { found(.signal(id), row[0]) }
            }
            for name in line.values("author") + line.values("screen_name") where isAuthor(name) {
                found(.author(name: NamedAuthor.folded(name), source: source), row[0])
            }
        }
    }
}

/// Members of something that was to be JSON and may be none: strings and numbers behind a key.
struct StatedMembers {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// What may be its id.
    var ids: [String] { values("id") + values("id_str") }
    /// nil where it names none; what X calls so is the program that a post was written with.
    var source: String? {
        guard values("id_str").isEmpty, let source = values("source").first, Self.isSource(source) else { return nil }
        return source
    }

    private static let sourceBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func isSource(_ name: String) -> Bool {
        name.utf8.count <= 32 && name.utf8.allSatisfy { Self.sourceBytes.contains($0) }
    }

    func values(_ key: String) -> [String] {
        let key = Array("\"\(key)\"".utf8)
        return ends(of: key).compactMap { value(behind: bytes[$0...]) }
    }

    /// The places behind each time that a key, which starts with a quotation mark, stands there.
    ///
    /// By the C library, which is a hundred times as fast as a search in a Swift collection: anybody can send long lines.
    private func ends(of key: [UInt8]) -> [Int] {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            var ends: [Int] = []
            var start = 0
            while let found = memchr(base + start, Int32(UInt8(ascii: "\"")), bytes.count - start) {
                start = UnsafeRawPointer(found) - base
                let isKey = bytes.count - start >= key.count && memcmp(base + start, key, key.count) == 0
                start += isKey ? key.count : 1
                if isKey { ends.append(start) }
            }
            return ends
        }
    }

    private func value(behind rest: ArraySlice<UInt8>) -> String? {
        var rest = rest.drop { $0 == UInt8(ascii: " ") }
        guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
        rest = rest.drop { $0 == UInt8(ascii: " ") }
        if rest.first == UInt8(ascii: "\"") {
            return String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }
}
