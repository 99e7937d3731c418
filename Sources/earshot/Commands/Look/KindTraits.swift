import Settings
import Signals

extension JSONWriter {
    /// Appends what a kind's row says of every feed or sink of it; null if the kind is not known.
    ///
    /// `name`: of the kind, which is known without its row.
    mutating func append(traits kind: (any Kind)?, named name: String) {
        raw(",\"kind\":")
        append(name)
        raw(",\"access\":")
        append(kind?.access.rawValue)
        raw(",\"blind_spots\":")
        guard let kind else { return raw("null") }
        raw("[")
        for (index, spot) in kind.blindSpots.enumerated() {
            if index > 0 { raw(",") }
            append(spot)
        }
        raw("]")
    }
}
