/// The reason something waits, was refused or failed: a code for programs, our words for people, and the other side's.
package struct Cause: Hashable, Sendable, CustomStringConvertible {
    /// A closed list: codes are metric labels and JSON values.
    package enum Code: String, Sendable, CaseIterable {
        case noAnswer = "no_answer"
        case busy
        case failed
        case credentials
        case notFound = "not_found"
        case redirected
        case refused
        /// The other side wants nothing more, for good.
        case gone
        case tooLarge = "too_large"
        case notTheService = "not_the_service"
        case unreadable
        case missing
        case damaged
        case diskFull = "disk_full"
        case limit
        case stopped
        case `internal`
    }

    package let code: Code
    /// A sentence without its full stop that says what is wrong and what to do; safe to log.
    package let ours: String
    /// The other side's own words, bounded; hostile text that is never logged.
    package let theirs: String?

    package init(_ code: Code, _ ours: String, theirs: String? = nil) {
        (self.code, self.ours, self.theirs) = (code, ours, theirs)
    }

    /// Our words alone.
    package var description: String { ours }

    /// Both sides' words, for the person who asks.
    package var expanded: String { theirs.map { "\(ours): \($0)" } ?? ours }
}
