import Signals

extension InfluxSink {
    /// Sends the figures of learned relevance that are left.
    func drainFigures(from start: OutboxPosition, _ delivery: inout InfluxDelivery) async throws -> Outcome {
        var position = start
        while true {
            try Task.checkCancellation()
            let figures = try await outbox.figures(after: position, limit: configuration.points)
            guard let last = figures.last else { return .drained }
            var refused: [DeadLetter] = []
            if let outcome = try await send(figures, &delivery, &refused) {
                try await outbox.setWaiting(name, reason: outcome.reason)
                return outcome
            }
            position.figure = last.number
            try await outbox.advance(name, to: position, deadLetters: refused)
        }
    }

    /// Sends figures in one write, and where the server refuses parts of it each alone.
    ///
    /// nil when all of them are dealt with.
    private func send(
        _ figures: [RelevanceFigure],
        _ delivery: inout InfluxDelivery,
        _ refused: inout [DeadLetter]
    ) async throws -> Outcome? {
        var lines = LineProtocol()
        for figure in figures { lines.append(FigurePoints.point(of: figure)) }
        switch try await attempt(lines, &delivery) {
        case .done: return nil
        case .split:
            guard figures.count > 1 else { return nil }
            for figure in figures {
                if let outcome = try await send([figure], &delivery, &refused) { return outcome }
            }
            return nil
        case .refuse(let reason), .refuseAll(let reason):
            refused += figures.map { letter(for: $0, reason) }
            return nil
        case .retry(let delay, let reason): return .unavailable(reason: reason, retryAfter: delay)
        case .hold(let delay, let reason): return .held(reason: reason, retryAfter: delay)
        case .createDatabase: return .unavailable(reason: "the database is missing", retryAfter: 0)
        }
    }

    private func letter(for figure: RelevanceFigure, _ reason: String) -> DeadLetter {
        var line = LineProtocol()
        line.append(FigurePoints.point(of: figure))
        return line.bytes.withUnsafeBytes {
            DeadLetter(origin: .figure(sink: name, number: figure.number), reason: reason, payload: $0)
        }
    }
}
