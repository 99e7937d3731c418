import Foundation
import GRDB
import Signals

/// What is read of a line of the ring.
struct UnmatchedLine: Decodable {
    let id: String
    let source: String
    let author: String?
    let kind: String?
    let parent: String?

    init?(_ line: some Sequence<UInt8>) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(line)) else { return nil }
        self = read
    }

    var signalID: SignalID { SignalID(source: source, id: id) }

    /// What it repeats, where it has no words of its own.
    var repostOf: SignalID? {
        guard kind == Signal.Kind.repost.name, let parent else { return nil }
        return SignalID(source: source, id: parent)
    }

    /// The id alone, which stands in front; without decoding the rest where nothing in it is escaped.
    static func id(of line: ArraySlice<UInt8>) -> SignalID? {
        var rest = line
        guard let native = string(behind: "{\"id\":\"", in: &rest),
            let source = string(behind: ",\"source\":\"", in: &rest)
        else { return UnmatchedLine(line)?.signalID }
        return SignalID(source: source, id: native)
    }

    /// The string behind `prefix`, which `rest` starts with; nil where it has escapes.
    private static func string(behind prefix: StaticString, in rest: inout ArraySlice<UInt8>) -> String? {
        let isThere = prefix.withUTF8Buffer { rest.starts(with: $0) }
        guard isThere else { return nil }
        let start = rest.startIndex + prefix.utf8CodeUnitCount
        guard let end = rest[start...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }),
            rest[end] == UInt8(ascii: "\"")
        else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[start..<end], as: UTF8.self)
    }
}

/// The signals that matched nothing, in blocks of lines.
enum UnmatchedRing {
    /// The lines of a block that stay, and how many they are.
    static func lines(
        _ block: [UInt8],
        where stays: (ArraySlice<UInt8>) throws -> Bool
    ) rethrows -> (lines: [UInt8], count: Int) {
        var left: [UInt8] = []
        var count = 0
        var start = block.startIndex
        while start < block.endIndex {
            let end = block[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? block.endIndex
            if try stays(block[start..<end]) {
                left += block[start..<end]
                count += 1
            }
            start = end
        }
        return (left, count)
    }

    /// Every block, from the oldest on; what `body` returns takes its place, none where that is empty.
    static func rewrite(_ db: Database, _ body: ([UInt8]) throws -> (lines: [UInt8], count: Int)?) throws {
        for id in try Int64.fetchAll(db, sql: "SELECT id FROM unmatched ORDER BY id") {
            let lines = try Data.fetchOne(db, sql: "SELECT lines FROM unmatched WHERE id = ?", arguments: [id])
            guard let lines, let left = try body([UInt8](lines)) else { continue }
            if left.count == 0 {
                try db.execute(sql: "DELETE FROM unmatched WHERE id = ?", arguments: [id])
            } else {
                try db.execute(
                    sql: "UPDATE unmatched SET lines = ?, count = ? WHERE id = ?",
                    arguments: [Data(left.lines), left.count, id]
                )
            }
        }
    }

    /// Takes out the lines of some signals, and returns the ids of those that were there.
    static func remove(_ db: Database, _ ids: Set<SignalID>) throws -> [SignalID] {
        var removed: [SignalID] = []
        try rewrite(db) { block in
            let before = removed.count
            let left = lines(block) { line in
                guard let id = UnmatchedLine.id(of: line), ids.contains(id) else { return true }
                removed.append(id)
                return false
            }
            return removed.count > before ? left : nil
        }
        return removed
    }
}
