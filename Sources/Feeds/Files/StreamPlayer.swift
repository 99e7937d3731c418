import Logging
import Signals

/// Hears one stream from its start, or where an earlier run stopped, to its end, on a thread of its own.
actor StreamPlayer {
    private let executor = QueueExecutor(label: "earshot.stream")
    private let reader: BlockReader
    private let source: StreamSource
    private let news: News
    private let context: FeedContext
    private var pace: Pace?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(
        _ source: StreamSource,
        options: LineOptions,
        news: News,
        context: FeedContext,
        pace: Pace? = nil,
        blockLines: Int = BlockReader.blockLines
    ) {
        (self.source, self.news, self.context, self.pace) = (source, news, context, pace)
        let format = options.lineFormat
        reader = BlockReader(source, options: options, blockLines: blockLines) { block in
            pace?.cuts(in: block, format) ?? []
        }
    }

    /// Runs to the end of the stream, or until the task is cancelled; what cannot be heard again and has come is handed
    /// over all the same.
    func run(into outlet: any Outlet) async throws(FeedFault) {
        if !source.isRepeatable { outlet.note(.hearing) }
        do throws(StreamError) {
            _ = try reader.identify()
        } catch {
            throw FeedFault(error)
        }
        guard let lines = try await resume() else { return }
        if news == .live {
            context.log.info("hearing a feed", metadata: ["feed": "\(source.label)", "lines_heard_before": "\(lines)"])
        }
        outlet.note(.hearing)
        while let packet = try next() {
            guard await hand(packet, to: outlet) else { return }
        }
    }

    /// The lines that earlier runs heard; nil if the task was cancelled.
    private func resume() async throws(FeedFault) -> Int64? {
        guard source.isRepeatable else { return 0 }
        do {
            return try reader.resume(at: try await context.places.places(of: reader.stream))
        } catch let error as StreamError {
            throw FeedFault(error)
        } catch {
            throw .passing(Cause(.busy, "the places of its streams cannot be read"))
        }
    }

    private func next() throws(FeedFault) -> Packet? {
        do throws(StreamError) {
            guard var packet = try reader.next() else { return nil }
            packet.news = news
            return packet
        } catch {
            throw FeedFault(error)
        }
    }

    /// False where nothing more is to be handed over.
    private func hand(_ packet: Packet, to outlet: any Outlet) async -> Bool {
        guard source.isRepeatable else {
            // What was read is nowhere else: it is handed over also when the task is cancelled.
            let handing = Task { try await outlet.send(packet) }
            return (try? await handing.value) != nil
        }
        do {
            if let due = pace?.due(packet, at: context.uptime()) { try await context.clock.sleep(for: due) }
            guard !Task.isCancelled else { return false }
            try await outlet.send(packet)
            return true
        } catch {
            return false
        }
    }
}
