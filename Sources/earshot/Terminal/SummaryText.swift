import Pipeline
import Signals
import Synchronization

extension JSONWriter {
    /// The object that ends `replay --json`: a contract with scripts.
    mutating func append(_ summary: Replay.Summary) {
        raw("{\"heard\":")
        append(summary.heard)
        raw(",\"kept\":")
        append(summary.kept)
        raw(",\"duplicates\":")
        append(summary.duplicates)
        raw(",\"unmatched\":")
        append(summary.unmatched)
        raw(",\"dead\":")
        append(summary.dead)
        raw(",\"resumed\":")
        append(summary.resumed)
        raw(",\"recalled\":")
        append(summary.recalled)
        raw(",\"notices\":")
        append(summary.notices)
        if let undelivered = summary.undelivered {
            raw(",\"undelivered\":")
            append(undelivered)
        }
        raw(",\"seconds\":")
        append(Score(min(summary.seconds, 200_000)))
        raw("}\n")
    }
}

/// A replay's summary for people.
enum SummaryText {
    static func lines(_ summary: Replay.Summary, store: String) -> [String] {
        let rate = summary.seconds > 0 ? Int(Double(summary.heard) / summary.seconds) : 0
        var lines = [
            "heard \(summary.heard) lines in \(Score(min(summary.seconds, 200_000)))s (\(rate) a second)",
            "  kept        \(summary.kept)",
            "  duplicates  \(summary.duplicates)   in the store already",
            "  unmatched   \(summary.unmatched)   no topic found; the latest wait in case one is tracked later",
            "  dead        \(summary.dead)   could not be read",
        ]
        if summary.resumed > 0 { lines.append("  skipped     \(summary.resumed)   heard in an earlier run") }
        if summary.recalled > 0 {
            lines.append("  recalled    \(summary.recalled)   unmatched before, and kept for a topic that is new")
        }
        if summary.notices > 0 {
            lines.append(
                "  notices     \(summary.notices)   messages of the stream that are no post, among the unmatched"
            )
        }
        if let undelivered = summary.undelivered {
            lines.append("  undelivered \(undelivered)   posts that the stream itself left out")
        }
        if summary.dead > 0 { lines.append("Look at dead letters with: earshot deadletters --store \(store)") }
        return lines
    }
}

/// A line on the terminal that is written over.
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

    init(isShown: Bool) {
        self.isShown = isShown
    }

    func show(_ summary: Replay.Summary) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = lastShown.withLock { last in
            if let last, last.duration(to: now) < .milliseconds(100) { return false }
            last = now
            return true
        }
        if isDue { StandardError.rewrite("heard \(summary.heard), kept \(summary.kept), dead \(summary.dead)") }
    }

    func clear() {
        if isShown { StandardError.rewrite("") }
    }
}
