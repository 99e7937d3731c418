/// Why the queue does not do what it is asked.
package struct ReviewError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    static func unknown(_ id: String) -> ReviewError {
        ReviewError("no signal has the id \(id). It may have been forgotten.")
    }
}
