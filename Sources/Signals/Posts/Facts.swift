/// Typed facts of an event: those of a build, an issue, an incident.
///
/// nil is unknown, which is not zero.
package struct Facts: Hashable, Sendable, Codable {
    /// One of the states of the signal's kind; see `SignalKind.Traits.states`.
    package var state: String?
    package var durationMilliseconds: Int64?
    package var branch: String?
    package var severity: String?
    /// The number that people know it by: of an issue, a pull request, a build.
    package var number: Int64?

    private enum CodingKeys: String, CodingKey {
        case state, branch, severity, number
        case durationMilliseconds = "duration_ms"
    }

    package init(
        state: String? = nil,
        durationMilliseconds: Int64? = nil,
        branch: String? = nil,
        severity: String? = nil,
        number: Int64? = nil
    ) {
        (self.state, self.durationMilliseconds, self.branch) = (state, durationMilliseconds, branch)
        (self.severity, self.number) = (severity, number)
    }

    package var isEmpty: Bool { self == Facts() }
}
