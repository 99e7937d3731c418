import Signals
import Store

/// The store as a whole, in words and as JSON.
enum StoreText {
    static func lines(_ info: StoreInfo) -> [String] {
        func span(_ range: ClosedRange<Timestamp>?) -> String {
            range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "-"
        }
        return [
            "store         \(SafeText.line(info.path))",
            "schema        \(info.schema)",
            "file          \(bytes(info.fileBytes)), \(bytes(info.freeBytes)) of it free; log \(bytes(info.logBytes))",
            "signals       \(info.signals)",
            "topics        \(info.topics), \(info.tracked) of them tracked",
            "unmatched     \(info.unmatched)",
            "dead letters  \(info.deadLetters)",
            "forgotten     \(info.forgotten)",
            "heard         \(span(info.heard))",
            "written       \(span(info.time))",
            "writer        \(info.writer.map(SafeText.line) ?? "nobody")",
        ] + info.sinks.map { "sink          \(SafeText.line($0.identity)): \($0.backlog) signals wait" }
    }

    static func lines(_ upgrade: StoreUpgrade, path: String, isDone: Bool, keepsBackup: Bool) -> [String] {
        guard !upgrade.migrations.isEmpty else { return ["\(SafeText.line(path)) is up to date."] }
        let list = upgrade.migrations.map { "\(isDone ? "done" : "due")   \($0)" }
        if isDone { return list + (upgrade.backup.map { ["As it was: \(SafeText.line($0))"] } ?? []) }
        let seconds = Int(upgrade.seconds.rounded(.up))
        let room = upgrade.growth * 2 + (keepsBackup ? upgrade.fileBytes : 0)
        return list + [
            "It takes about \(max(1, seconds)) s and \(bytes(room)) of room\(keepsBackup ? ", the copy included" : "")."
        ]
    }

    static func lines(_ result: RetentionResult, isDone: Bool) -> [String] {
        let what = isDone ? "removed " : "would go"
        return [
            "\(what)  \(result.signals) signals", "\(what)  \(result.unmatched) unmatched lines",
            "\(what)  \(result.deadLetters) dead letters",
        ] + result.heldBack.map { "held back  \($0.signals) signals that \(SafeText.line($0.sink)) has still to read" }
            + ["in use    \(bytes(result.bytes))"]
    }

    /// A size in the unit that suits it, a thousand of each the next.
    static func bytes(_ count: Int64) -> String {
        let units: [(Int64, String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "KB")]
        guard let (size, unit) = units.first(where: { count >= $0.0 }) else { return "\(count) bytes" }
        let tenths = count / (size / 10)
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}

extension JSONWriter {
    mutating func append(_ info: StoreInfo) {
        raw("{\"path\":")
        append(info.path)
        raw(",\"schema\":")
        append(info.schema)
        let counts: [(StaticString, Int)] = [
            (",\"bytes\":", Int(info.fileBytes)), (",\"free_bytes\":", Int(info.freeBytes)),
            (",\"log_bytes\":", Int(info.logBytes)), (",\"signals\":", info.signals), (",\"topics\":", info.topics),
            (",\"tracked\":", info.tracked), (",\"unmatched\":", info.unmatched),
            (",\"deadletters\":", info.deadLetters),
            (",\"forgotten\":", info.forgotten),
        ]
        for (key, count) in counts {
            raw(key)
            append(count)
        }
        append(",\"heard_first\":", info.heard?.lowerBound)
        append(",\"heard_last\":", info.heard?.upperBound)
        append(",\"first\":", info.time?.lowerBound)
        append(",\"last\":", info.time?.upperBound)
        raw(",\"writer\":")
        append(info.writer)
        raw(",\"sinks\":[")
        for (index, sink) in info.sinks.enumerated() {
            raw(index == 0 ? "{\"sink\":" : ",{\"sink\":")
            append(sink.identity)
            raw(",\"backlog\":")
            append(sink.backlog)
            raw("}")
        }
        raw("]}\n")
    }

    private mutating func append(_ key: StaticString, _ time: Timestamp?) {
        raw(key)
        append(time.map(\.description))
    }

    mutating func append(_ upgrade: StoreUpgrade, isDone: Bool) {
        raw("{\"migrations\":[")
        for (index, migration) in upgrade.migrations.enumerated() {
            if index > 0 { raw(",") }
            append(migration)
        }
        raw("],\"done\":")
        append(isDone)
        raw(",\"bytes\":")
        append(Int(upgrade.fileBytes))
        raw(",\"growth\":")
        append(Int(upgrade.growth))
        raw(",\"seconds\":")
        append(Int(upgrade.seconds.rounded(.up)))
        raw(",\"backup\":")
        append(upgrade.backup)
        raw("}\n")
    }

    mutating func append(_ result: RetentionResult) {
        raw("{\"signals\":")
        append(result.signals)
        raw(",\"unmatched\":")
        append(result.unmatched)
        raw(",\"deadletters\":")
        append(result.deadLetters)
        raw(",\"bytes\":")
        append(Int(result.bytes))
        raw(",\"held_back\":[")
        for (index, held) in result.heldBack.enumerated() {
            raw(index == 0 ? "{\"sink\":" : ",{\"sink\":")
            append(held.sink)
            raw(",\"signals\":")
            append(held.signals)
            raw("}")
        }
        raw("]}\n")
    }
}
