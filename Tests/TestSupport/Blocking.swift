import Dispatch

/// Runs what blocks on a thread of its own, so that tests beside it go on.
package enum Blocking {
    package static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "test.blocking").async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
