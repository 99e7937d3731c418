import Foundation
package import Signals

/// Sends signals to an InfluxDB v1 server as points, in order, from a cursor in the store.
package struct InfluxSink: Sendable {
    package struct Configuration: Sendable {
        /// Points of one write.
        package var points = 5000
        /// … and its bytes before compression.
        package var bytes = 1 << 20
        /// Bodies over this many bytes are compressed.
        package var compressAbove = 1024
        package var includesRaw = false
        /// What becomes of volatile signals.
        package var volatile = VolatilePolicy.keep
        /// Forgotten signals of one request.
        package var deletions = 100

        package init() {}
    }

    /// How a round of sending ended.
    package enum Outcome: Hashable, Sendable {
        /// Nothing is left in the outbox.
        case drained
        /// A person has to change something first.
        case held(reason: String, retryAfter: Double)
        /// The server does not take points now.
        case unavailable(reason: String, retryAfter: Double)
    }

    let target: InfluxTarget
    let outbox: any Outbox
    private let http: any HTTPWriter
    let configuration: Configuration
    private let jitter: @Sendable () -> Double

    package init(
        target: InfluxTarget,
        outbox: any Outbox,
        http: any HTTPWriter,
        configuration: Configuration = Configuration(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.target = target
        self.outbox = outbox
        self.http = http
        self.configuration = configuration
        self.jitter = jitter
    }

    package var name: String { target.name }

    /// Sends until nothing is left or the server takes no more; `delivery` remembers failures from round to round.
    ///
    /// - Throws: what the outbox throws, and `CancellationError`.
    package func drain(_ delivery: inout InfluxDelivery) async throws -> Outcome {
        var position = try await outbox.position(of: name)
        while true {
            try Task.checkCancellation()
            let deletions = try await outbox.deletions(after: position, limit: configuration.deletions)
            if let last = deletions.last {
                if let outcome = try await delete(deletions, &delivery) {
                    try await outbox.setWaiting(name, reason: outcome.reason)
                    return outcome
                }
                position = last.position
                try await outbox.advance(name, to: position, deadLetters: [])
                continue
            }
            let entries = try await outbox.entries(after: position, limit: configuration.points)
            guard !entries.isEmpty else { return try await drainFigures(from: position, &delivery) }
            for write in writes(of: entries) {
                try Task.checkCancellation()
                var refused: [DeadLetter] = []
                if let outcome = try await send(write.entries, write.lines, &delivery, &refused) {
                    try await outbox.setWaiting(name, reason: outcome.reason)
                    return outcome
                }
                let last = write.entries[write.entries.endIndex - 1].position
                (position.signal, position.relinked) = (last.signal, last.relinked)
                try await outbox.advance(name, to: position, deadLetters: refused)
            }
        }
    }

    private struct Write {
        var entries: ArraySlice<OutboxEntry>
        var lines: LineProtocol
    }

    /// Cuts entries into writes of no more than the configured size; only a single entry may be over it.
    private func writes(of entries: [OutboxEntry]) -> [Write] {
        var writes: [Write] = []
        var lines = LineProtocol()
        var next = LineProtocol()
        var start = entries.startIndex
        for (index, entry) in entries.enumerated() {
            next.reset()
            append(entry, to: &next)
            if index > start, !fits(next, behind: lines) {
                writes.append(Write(entries: entries[start..<index], lines: lines))
                lines = LineProtocol()
                start = index
            }
            lines.append(next)
        }
        writes.append(Write(entries: entries[start...], lines: lines))
        return writes
    }

    private func fits(_ next: LineProtocol, behind lines: LineProtocol) -> Bool {
        lines.count + next.count <= configuration.points && lines.bytes.count + next.bytes.count <= configuration.bytes
    }

    private func append(_ entry: OutboxEntry, to lines: inout LineProtocol) {
        for point in points(of: entry) { lines.append(point) }
    }

    /// None of a signal that is not to leave.
    private func points(of entry: OutboxEntry) -> [Point] {
        guard let entry = configuration.volatile.apply(to: entry) else { return [] }
        return TweetPoints(includesRaw: configuration.includesRaw).points(of: entry)
    }

    private func lines(of entries: some Sequence<OutboxEntry>) -> LineProtocol {
        var lines = LineProtocol()
        for entry in entries { append(entry, to: &lines) }
        return lines
    }

    /// Sends one write; halves it while the server refuses parts of it.
    ///
    /// nil when all of it is dealt with.
    private func send(
        _ entries: ArraySlice<OutboxEntry>,
        _ lines: LineProtocol,
        _ delivery: inout InfluxDelivery,
        _ refused: inout [DeadLetter]
    ) async throws -> Outcome? {
        guard lines.count > 0 else { return nil }
        let action = try await attempt(lines, &delivery)
        switch action {
        case .done: return nil
        case .split:
            return entries.count > 1
                ? try await sendHalves(of: entries, &delivery, &refused)
                : try await sendPoints(of: entries[entries.startIndex], &delivery, &refused)
        case .refuse(let reason), .refuseAll(let reason):
            for entry in entries { refused.append(letter(for: entry, reason, self.lines(of: [entry]).bytes)) }
            return nil
        case .retry(let delay, let reason): return .unavailable(reason: reason, retryAfter: delay)
        case .hold(let delay, let reason): return .held(reason: reason, retryAfter: delay)
        case .createDatabase: return .unavailable(reason: "the database is missing", retryAfter: 0)
        }
    }

    private func sendHalves(
        of entries: ArraySlice<OutboxEntry>,
        _ delivery: inout InfluxDelivery,
        _ refused: inout [DeadLetter]
    ) async throws -> Outcome? {
        let middle = entries.startIndex + entries.count / 2
        for half in [entries[..<middle], entries[middle...]] {
            if let outcome = try await send(half, lines(of: half), &delivery, &refused) { return outcome }
        }
        return nil
    }

    /// One signal has several points: each is sent alone, so that the good ones are written and the reason is its own.
    private func sendPoints(
        of entry: OutboxEntry,
        _ delivery: inout InfluxDelivery,
        _ refused: inout [DeadLetter]
    ) async throws -> Outcome? {
        for point in points(of: entry) {
            var line = LineProtocol()
            line.append(point)
            switch try await attempt(line, &delivery) {
            case .done, .split, .createDatabase: break
            case .refuse(let reason), .refuseAll(let reason): refused.append(letter(for: entry, reason, line.bytes))
            case .retry(let delay, let reason): return .unavailable(reason: reason, retryAfter: delay)
            case .hold(let delay, let reason): return .held(reason: reason, retryAfter: delay)
            }
        }
        return nil
    }

    /// One write, and the database's creation where it is missing.
    func attempt(_ lines: LineProtocol, _ delivery: inout InfluxDelivery) async throws -> InfluxDelivery.Action {
        try await attempt(&delivery) { try await write(lines, &$0) }
    }

    /// Runs `request`, and where it finds no database creates it and runs it again.
    private func attempt(
        _ delivery: inout InfluxDelivery,
        _ request: (inout InfluxDelivery) async throws -> InfluxDelivery.Action
    ) async throws -> InfluxDelivery.Action {
        let action = try await request(&delivery)
        guard action == .createDatabase else { return action }
        let creation: InfluxDelivery.Action
        do {
            creation = delivery.created(try await post([], to: target.createURL), jitter: jitter())
        } catch let error as NoAnswer {
            creation = delivery.unanswered(error.reason, jitter: jitter())
        }
        guard case .retry(after: 0, _) = creation else { return creation }
        return try await request(&delivery)
    }

    /// Deletes the points of forgotten signals in one request; nil when that is done.
    private func delete(_ deletions: [PointDeletion], _ delivery: inout InfluxDelivery) async throws -> Outcome? {
        let body = Array(InfluxDeletion.form(deletions).utf8)
        let action = try await attempt(&delivery) { delivery in
            do {
                // Not compressed: the server inflates the bodies of writes alone.
                let answer = try await http.post(body, to: target.queryURL, headers: target.formHeaders)
                return delivery.deleted(answer, jitter: jitter())
            } catch let error as NoAnswer {
                return delivery.unanswered(error.reason, jitter: jitter())
            }
        }
        switch action {
        case .done: return nil
        case .hold(let delay, let reason): return .held(reason: reason, retryAfter: delay)
        case .retry(let delay, let reason): return .unavailable(reason: reason, retryAfter: delay)
        case .split, .refuse, .refuseAll, .createDatabase:
            return .held(reason: "the server did not delete the points of forgotten signals", retryAfter: 60)
        }
    }

    private func write(_ lines: LineProtocol, _ delivery: inout InfluxDelivery) async throws -> InfluxDelivery.Action {
        do {
            let answer = try await post(lines.bytes, to: target.writeURL)
            return delivery.answered(answer, points: lines.count, jitter: jitter())
        } catch let error as NoAnswer {
            return delivery.unanswered(error.reason, jitter: jitter())
        }
    }

    private func post(_ body: [UInt8], to url: URL) async throws -> HTTPAnswer {
        var headers = target.headers
        var sent = body
        if body.count > configuration.compressAbove, let compressed = Gzip.compress(body) {
            headers["Content-Encoding"] = "gzip"
            sent = compressed
        }
        return try await http.post(sent, to: url, headers: headers)
    }

    private func letter(for entry: OutboxEntry, _ reason: String, _ payload: [UInt8]) -> DeadLetter {
        payload.withUnsafeBytes {
            DeadLetter(origin: .sink(name: name, signal: entry.sequence), reason: reason, payload: $0)
        }
    }
}

extension InfluxSink.Outcome {
    /// What the sink waits for; nil when nothing is left.
    package var reason: String? {
        switch self {
        case .drained: nil
        case .held(let reason, _), .unavailable(let reason, _): reason
        }
    }
}
