import Foundation
package import Signals

/// Tells an InfluxDB v1 server of signals as points.
package struct InfluxSink: Sink {
    package struct Configuration: Sendable {
        /// Points of one write.
        package var points = 5000
        /// Bytes of one write, before compression.
        package var bytes = 1 << 20
        /// Bodies over this many bytes are compressed.
        package var compressAbove = 1024
        package var includesRaw = false
        /// The treatment of volatile signals.
        package var volatile = VolatilePolicy.keep
        /// Forgotten signals of one request.
        package var deletions = 100

        package init() {}

        /// The points of an item; none of a signal that is not to leave.
        func points(of content: OutboxPage.Content) -> [Point] {
            switch content {
            case .signal(let entry):
                volatile.apply(to: entry).map(TweetPoints(includesRaw: includesRaw).points) ?? []
            case .figure(let figure): [FigurePoints.point(of: figure)]
            case .removal, .decision: []
            }
        }
    }

    private let target: InfluxTarget
    private let http: any HTTPWriter
    private let configuration: Configuration

    package init(target: InfluxTarget, http: any HTTPWriter, configuration: Configuration = Configuration()) {
        (self.target, self.http, self.configuration) = (target, http, configuration)
    }

    package var reader: OutboxReader {
        OutboxReader(
            identity: target.name,
            kind: "influxdb",
            reads: [.removals, .signals, .figures],
            removal: .byInstant
        )
    }

    package var pageLimit: Int { configuration.points }
    package var gathers: Duration { .seconds(1) }
    package var sendsRaw: Bool { configuration.includesRaw }

    package func deliver(_ page: OutboxPage, _ memory: ReaderMemory) async -> Delivery {
        do {
            let stream = page.items[0].stream
            return try await stream == .removals ? delete(page) : write(page, stream)
        } catch {
            return .later(Cause(.stopped, "the delivery was cancelled"))
        }
    }

    // MARK: Points

    private func write(_ page: OutboxPage, _ stream: OutboxStream) async throws -> Delivery {
        let write = InfluxWrite(first: page, of: stream, configuration)
        var refused: [Refusal] = []
        return try await send(write, &refused) ?? .dealt(through: write.units.count, refused: refused)
    }

    /// Sends one write, and halves it while the server refuses parts of it; nil when all of it is dealt with.
    private func send(_ write: InfluxWrite, _ refused: inout [Refusal]) async throws -> Delivery? {
        guard write.lines.count > 0 else { return nil }
        switch try await attempt(write.lines) {
        case .done: return nil
        case .split where write.units.count > 1:
            for half in write.halves {
                if let wait = try await send(half, &refused) { return wait }
            }
            return nil
        case .split: return try await sendPoints(of: write, &refused)
        case .refuse(let cause), .refuseAll(let cause):
            refused += write.refusals(cause)
            return nil
        case let reply: return reply.wait
        }
    }

    /// One item may have several points: each is sent alone, so that the good ones are written and the bad ones are known.
    private func sendPoints(of write: InfluxWrite, _ refused: inout [Refusal]) async throws -> Delivery? {
        for unit in write.units {
            var (bad, reason): (LineProtocol, Cause?) = (LineProtocol(), nil)
            for point in unit.points {
                let lines = LineProtocol([point])
                switch try await attempt(lines) {
                case .done, .split: break
                case .refuse(let cause), .refuseAll(let cause):
                    bad.append(lines)
                    reason = reason ?? cause
                case let reply: return reply.wait
                }
            }
            if let reason { refused.append(Refusal(item: unit.item, cause: reason, payload: bad.bytes)) }
        }
        return nil
    }

    private func attempt(_ lines: LineProtocol) async throws -> InfluxReply {
        var headers = target.headers
        var body = lines.bytes
        if body.count > configuration.compressAbove, let compressed = Gzip.compress(body) {
            headers["Content-Encoding"] = "gzip"
            body = compressed
        }
        return try await creatingDatabase {
            try await ask(body, target.writeURL, headers) { .toWrite($0, points: lines.count) }
        }
    }

    // MARK: Removals

    /// Deletes the points of forgotten signals in one request.
    private func delete(_ page: OutboxPage) async throws -> Delivery {
        let removals = page.items.prefix(configuration.deletions).compactMap { item -> OutboxRemoval? in
            guard case .removal(let removal) = item.content else { return nil }
            return removal
        }
        // Not compressed: the server inflates the bodies of writes alone.
        let body = Array(InfluxDeletion.form(removals).utf8)
        let reply = try await creatingDatabase {
            try await ask(body, target.queryURL, target.formHeaders, InfluxReply.toDeletion)
        }
        return reply.wait ?? .dealt(through: removals.count)
    }

    // MARK: Requests

    /// Makes a request, and where that finds no database creates it and makes the request once more.
    private func creatingDatabase(_ request: () async throws -> InfluxReply) async throws -> InfluxReply {
        let first = try await request()
        guard first == .createDatabase else { return first }
        let creation = try await ask([], target.createURL, target.headers, InfluxReply.toCreation)
        guard creation == .done else { return creation }
        let second = try await request()
        return second == .createDatabase ? .stillMissing : second
    }

    private func ask(
        _ body: [UInt8],
        _ url: URL,
        _ headers: [String: String],
        _ reply: (HTTPAnswer) -> InfluxReply
    ) async throws -> InfluxReply {
        try Task.checkCancellation()
        do {
            return reply(target.withoutCredentials(try await http.post(body, to: url, headers: headers)))
        } catch let error as NoAnswer {
            return .unanswered(error)
        }
    }
}

extension InfluxReply {
    /// The delivery that makes the sink wait; nil if it can go on.
    fileprivate var wait: Delivery? {
        switch self {
        case .done: nil
        case .later(let cause, let atLeast): .later(cause, atLeast: atLeast)
        case .hold(let cause): .held(cause)
        case .createDatabase, .split, .refuse, .refuseAll: .held(Cause(.failed, "the server answered what it may not"))
        }
    }
}

extension InfluxSink: CustomStringConvertible {
    /// Its name: credentials are in no description.
    package var description: String { target.name }
}
