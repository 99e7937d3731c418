import Foundation
package import Signals

/// Tells a server that takes line protocol of signals as points.
package struct PointSink: Sink {
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

        package init() {}
    }

    private let target: any PointTarget
    private let http: any HTTPWriter
    private let configuration: Configuration

    package init(target: any PointTarget, http: any HTTPWriter, configuration: Configuration = Configuration()) {
        (self.target, self.http, self.configuration) = (target, http, configuration)
    }

    package var reader: OutboxReader {
        let streams: [OutboxStream] = [.signals, .figures]
        return OutboxReader(
            identity: target.name,
            kind: target.kind,
            reads: target.removal == .none ? streams : [.removals] + streams,
            removal: target.removal
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
        let write = PointWrite(first: page, of: stream, configuration, points(of:))
        var refused: [Refusal] = []
        return try await send(write, &refused) ?? .dealt(through: write.units.count, refused: refused)
    }

    /// The points of an item, as the target holds them; none of a signal that is not to leave.
    private func points(of content: OutboxPage.Content) -> [Point] {
        switch content {
        case .signal(let entry):
            let leaving = configuration.volatile.apply(to: entry)
            let points = leaving.map(TweetPoints(includesRaw: configuration.includesRaw).points) ?? []
            return points.map(target.adapted)
        case .figure(let figure): return [target.adapted(FigurePoints.point(of: figure))]
        case .removal, .decision: return []
        }
    }

    /// Sends one write, and halves it while the server refuses parts of it; nil when all of it is dealt with.
    private func send(_ write: PointWrite, _ refused: inout [Refusal]) async throws -> Delivery? {
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
    private func sendPoints(of write: PointWrite, _ refused: inout [Refusal]) async throws -> Delivery? {
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

    private func attempt(_ lines: LineProtocol) async throws -> PointReply {
        var headers = ["Content-Type": "text/plain; charset=utf-8"]
        var body = lines.bytes
        if body.count > configuration.compressAbove, let compressed = Gzip.compress(body) {
            headers["Content-Encoding"] = "gzip"
            body = compressed
        }
        return try await creating {
            try await ask(body, target.writeURL, headers) { target.reply(toWrite: $0, points: lines.count) }
        }
    }

    // MARK: Removals

    /// Deletes the points of as many forgotten signals as go into one delivery.
    private func delete(_ page: OutboxPage) async throws -> Delivery {
        let removals = page.items.prefix(target.deletionLimit).compactMap { item -> OutboxRemoval? in
            guard case .removal(let removal) = item.content else { return nil }
            return removal
        }
        for request in target.deletions(of: removals) {
            let reply = try await creating { try await ask(request, target.reply(toDeletion:)) }
            if let wait = reply.wait { return wait }
        }
        return .dealt(through: removals.count)
    }

    // MARK: Requests

    /// Makes a request, and where that finds nothing to put points into creates it and makes the request once more.
    private func creating(_ request: () async throws -> PointReply) async throws -> PointReply {
        let first = try await request()
        guard first == .create, let creation = target.creation else { return first }
        let created = try await ask(creation, target.reply(toCreation:))
        guard created == .done else { return created }
        let second = try await request()
        return second == .create ? .stillMissing : second
    }

    /// Not compressed: servers inflate the bodies of writes alone.
    private func ask(_ request: PointRequest, _ reply: (HTTPAnswer) -> PointReply) async throws -> PointReply {
        try await ask(Array(request.body.utf8), request.url, ["Content-Type": request.type], reply)
    }

    private func ask(
        _ body: [UInt8],
        _ url: URL,
        _ headers: [String: String],
        _ reply: (HTTPAnswer) -> PointReply
    ) async throws -> PointReply {
        try Task.checkCancellation()
        do {
            return reply(try await http.post(body, to: url, headers: headers, credentials: target.credentials))
        } catch let error as NoAnswer {
            return PointReply(.unanswered(error))
        }
    }
}

extension PointSink: CustomStringConvertible {
    /// Its name: credentials are in no description.
    package var description: String { target.name }
}
