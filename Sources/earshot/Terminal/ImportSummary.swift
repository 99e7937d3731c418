import Pipeline
import Signals
import Store

/// What an import found.
struct ImportSummary {
    /// So many friendlies are shown to people.
    private static let shown = 10

    let isDryRun: Bool
    private(set) var counts = OwnArchive.Counts()
    /// How many the store had not.
    var new = 0
    /// What went into the log of decisions.
    private var learned = ArchiveImport.Result()
    /// By name without regard to ASCII case: as it was written first, and how often it was shared again.
    private var reshares: [String: (author: String, count: Int)] = [:]

    init(isDryRun: Bool) {
        self.isDryRun = isDryRun
    }

    mutating func count(_ posts: [ImportedPost]) {
        for case let author? in posts.map(\.author) {
            let key = author.lowercased()
            guard reshares[key] != nil || reshares.count < Store.friendlyLimit else { continue }
            reshares[key, default: (author, 0)].count += 1
        }
    }

    mutating func add(_ more: ArchiveImport.Result) {
        learned.accepts += more.accepts
        learned.samples += more.samples
    }

    mutating func add(_ more: OwnArchive.Counts) {
        counts.posts += more.posts
        counts.reshares += more.reshares
        counts.others += more.others
        counts.unreadable += more.unreadable
    }

    private var friendlies: [(author: String, count: Int)] {
        reshares.values.sorted { $0.count == $1.count ? $0.author < $1.author : $0.count > $1.count }
    }

    var lines: [String] {
        let friendlies = friendlies
        var lines = [
            "\(isDryRun ? "would import" : "imported") \(counts.posts) posts of your own and \(counts.reshares) re-shares"
                + (isDryRun ? "" : ", \(new) of them new")
        ]
        if counts.others > 0 { lines.append("  passed over  \(counts.others)   likes, and messages that are no post") }
        if counts.unreadable > 0 { lines.append("  unreadable   \(counts.unreadable)   no posts") }
        if !isDryRun {
            lines.append(
                "to learn from  \(learned.accepts) accepts, and \(learned.samples) outcomes of what you shared"
            )
        }
        lines.append("friendlies     \(friendlies.count)   authors you have re-shared: their posts gain relevance")
        for entry in friendlies.prefix(Self.shown) {
            lines.append("  \(entry.count) × @\(SafeText.cut(SafeText.line(entry.author), to: 60))")
        }
        return lines
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.raw("{\"posts\":")
        writer.append(counts.posts)
        writer.raw(",\"reshares\":")
        writer.append(counts.reshares)
        writer.raw(",\"new\":")
        if isDryRun { writer.raw("null") } else { writer.append(new) }
        for (key, count) in [("accepts", learned.accepts), ("outcomes", learned.samples)] {
            writer.raw(",")
            writer.append(key)
            writer.raw(":")
            if isDryRun { writer.raw("null") } else { writer.append(count) }
        }
        writer.raw(",\"others\":")
        writer.append(counts.others)
        writer.raw(",\"unreadable\":")
        writer.append(counts.unreadable)
        writer.raw(",\"friendlies\":[")
        for (index, entry) in friendlies.enumerated() {
            writer.raw(index > 0 ? ",{\"author\":" : "{\"author\":")
            writer.append(entry.author)
            writer.raw(",\"reshares\":")
            writer.append(entry.count)
            writer.raw("}")
        }
        writer.raw("]}\n")
        return writer.bytes
    }
}
