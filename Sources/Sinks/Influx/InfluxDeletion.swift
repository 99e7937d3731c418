import Foundation
import Signals

/// Statements that delete the points of forgotten signals.
///
/// A point has no id of its own: series and instant name it. InfluxQL deletes by tags and time alone, and takes one instant
/// a statement: of two joined by `OR` influxd 1.6.7 deletes neither, and says nothing.
enum InfluxDeletion {
    /// A request's body.
    static func form(_ deletions: [OutboxRemoval]) -> String {
        let statements = deletions.map(statement).joined(separator: ";")
        return "q=" + (statements.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }

    static func statement(_ deletion: OutboxRemoval) -> String {
        let measurements = [TweetPoints.perKeyword, TweetPoints.perPost].map { "\"\($0)\"" }.joined(separator: ",")
        return
            "DELETE FROM \(measurements) WHERE time = \(deletion.instant) AND \"source\" = '\(escaped(deletion.sourceTag))'"
    }

    /// A source is `a-z`, `0-9`, `-` and `_`; a string of InfluxQL ends at a quote all the same.
    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'")
    }
}
