package import Sinks
package import Store

/// Keeps one sink going beside the hearing: sends what the store holds for it, waits when it must, and ends with an
/// empty outbox or with the reason why it is not.
package struct Teller: Sendable {
    /// How telling ended.
    package enum Ending: Hashable, Sendable {
        case drained
        /// Signals that wait in the outbox for the next run, and why.
        case left(signals: Int, reason: String)
    }

    /// A write is sent when it is full, or after this long.
    private static let interval = Duration.seconds(1)

    private let sink: InfluxSink
    private let store: Store
    private let drainTimeout: Duration
    private let clock: any Clock<Duration>

    /// `drainTimeout`: how long an unwilling server is tried after the hearing has ended.
    package init(sink: InfluxSink, store: Store, drainTimeout: Duration, clock: any Clock<Duration> = ContinuousClock())
    {
        self.sink = sink
        self.store = store
        self.drainTimeout = drainTimeout
        self.clock = clock
    }

    /// What the store knows the sink by.
    var name: String { sink.name }

    /// Runs until the hearing has ended and the outbox is empty, or nothing more can be done about it.
    ///
    /// `report`: is told after every round why the sink has to wait, or nil.
    func run(hearingEnded: Latch, report: (String?) -> Void = { _ in }) async throws -> Ending {
        var delivery = InfluxDelivery()
        while !hearingEnded.isOpen {
            let outcome = try await sink.drain(&delivery)
            report(outcome.reason)
            await hearingEnded.wait(atMost: outcome.pause ?? Self.interval, clock: clock)
        }
        return try await finish(&delivery, clock)
    }

    private func finish(_ delivery: inout InfluxDelivery, _ clock: some Clock<Duration>) async throws -> Ending {
        let deadline = clock.now.advanced(by: drainTimeout)
        while true {
            switch try await sink.drain(&delivery) {
            case .drained: return .drained
            case .held(let reason, _): return .left(signals: try await store.backlog(of: sink.name), reason: reason)
            case .unavailable(let reason, let delay):
                let left = clock.now.duration(to: deadline)
                guard left > .zero else {
                    return .left(signals: try await store.backlog(of: sink.name), reason: reason)
                }
                try await clock.sleep(for: min(left, .seconds(delay)))
            }
        }
    }
}

extension InfluxSink.Outcome {
    /// How long to leave the server alone; nil when it took everything.
    fileprivate var pause: Duration? {
        switch self {
        case .drained: nil
        case .held(_, let delay), .unavailable(_, let delay): .seconds(delay)
        }
    }
}
