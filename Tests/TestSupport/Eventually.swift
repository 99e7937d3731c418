import Foundation

/// Waits for what another task or process brings about.
package enum Eventually {
    /// What did not come in time.
    package struct Missed: Error, CustomStringConvertible {
        package let description: String
    }

    /// Returns as soon as a condition holds.
    ///
    /// - Throws: `Missed` after the deadline, and what the condition throws.
    package static func holds(
        _ what: String,
        within deadline: Duration = .seconds(20),
        _ condition: () throws -> Bool
    ) throws {
        let end = ContinuousClock.now.advanced(by: deadline)
        while try !condition() {
            guard ContinuousClock.now < end else { throw Missed(description: "waited \(deadline) for: \(what)") }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// The same without occupying a thread.
    ///
    /// A name of its own: a condition that does not wait itself would choose the other, which blocks.
    package static func comes(
        _ what: String,
        within deadline: Duration = .seconds(20),
        _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now.advanced(by: deadline)
        while try await !condition() {
            guard ContinuousClock.now < end else { throw Missed(description: "waited \(deadline) for: \(what)") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
