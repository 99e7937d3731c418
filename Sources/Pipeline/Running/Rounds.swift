import ServiceLifecycle

/// Runs a round at once and then after every pause, until the task is cancelled or its service is shut down.
///
/// `clock`: the one that the pauses are taken on.
func rounds(
    every pause: Duration,
    on clock: any Clock<Duration>,
    _ round: @escaping @Sendable () async throws -> Void
) async rethrows {
    try await cancelWhenGracefulShutdown {
        while !Task.isCancelled {
            try await round()
            try? await clock.sleep(for: pause)
        }
    }
}
