/// The outcome of taking up other rules, which are in force in any case.
package struct Adoption: Sendable {
    /// Earlier signals that were kept because of them.
    package var recalled = 0
    /// The reason why not all that was heard earlier was looked through; the next start does the rest.
    package var fault: (any Error)?
}
