/// Ends a request that takes too long, by cancelling it.
struct RequestTimer: Sendable {
    let limits: WebLimits
    let clock: any Clock<Duration>
    let progress: RequestProgress

    /// - Throws: what `operation` throws; `WebError` at a limit.
    func run<Result: Sendable>(_ operation: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(operation: operation)
            if let total = limits.total {
                group.addTask {
                    try await clock.sleep(for: total)
                    throw progress.overdue(after: total)
                }
            }
            if let silence = limits.silence { group.addTask { throw try await self.silent(for: silence) } }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    /// Returns when nothing has come for `limit`.
    private func silent(for limit: Duration) async throws -> WebError {
        var pieces = -1
        while progress.pieces != pieces {
            pieces = progress.pieces
            try await clock.sleep(for: limit)
        }
        return WebError(.silent(for: limit), at: progress.place)
    }
}
