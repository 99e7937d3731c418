import Signals

/// Who looks at which item, so that two people do not decide the same one unknowingly.
///
/// A claim ends when the person goes on to another item, or after a while.
struct ReviewClaims {
    private struct Claim {
        let row: Int
        let until: Timestamp
    }

    /// How long nobody else is shown what somebody looks at.
    private static let milliseconds: Int64 = 5 * 60_000

    private var claims: [String: Claim] = [:]

    /// `person` looks at a row, and no longer at another.
    mutating func hold(_ row: Int?, by person: String, at now: Timestamp) {
        claims = claims.filter { now < $0.value.until }
        claims[person] = row.map {
            Claim(row: $0, until: Timestamp(milliseconds: now.milliseconds + Self.milliseconds))
        }
    }

    /// Rows that others than `person` look at, and who does.
    func held(fromSightOf person: String, at now: Timestamp) -> [Int: String] {
        claims.reduce(into: [:]) { held, claim in
            if claim.key != person, now < claim.value.until { held[claim.value.row] = claim.key }
        }
    }

    mutating func forgetAll() { claims = [:] }
}
