import Dispatch
import Feeds

/// Recorded streams that are heard one after the other.
struct Recording: Sendable {
    let feeds: [RecordedFeed]

    /// Looks for texts that posts of one stream were cut from in the others.
    init(
        _ sources: [StreamSource],
        options: LineOptions,
        speed: Double? = nil,
        blockLines: Int = BlockReader.blockLines
    ) async {
        let texts = await Self.longTexts(among: sources)
        var options = options
        if !texts.isEmpty { options.longTexts = texts }
        // The post itself says more than its note: it comes first, so that it is the one that stays.
        let posts = sources.indices.filter { !texts.files.contains($0) }
        let finished = options
        feeds = (posts + texts.files.sorted()).map {
            RecordedFeed(sources[$0], options: finished, speed: speed, blockLines: blockLines)
        }
    }

    /// Reads files off the pool of threads that tasks share.
    private static func longTexts(among sources: [StreamSource]) async -> LongTexts {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "earshot.texts").async { continuation.resume(returning: LongTexts(among: sources)) }
        }
    }

    /// Hears them to the end of the last, or until the task is cancelled.
    ///
    /// - Throws: `FeedFault` of the first that cannot be heard.
    func hear(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        for feed in feeds where !Task.isCancelled { try await feed.run(context, into: outlet) }
    }
}
