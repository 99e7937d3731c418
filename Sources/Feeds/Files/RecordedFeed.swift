import Signals

/// Hears a recording once: a file, compressed or not, or what can be read once only.
package struct RecordedFeed: Feed {
    private let source: StreamSource
    private let options: LineOptions
    private let blockLines: Int
    /// The speed as a multiple of real time; nil for as fast as it goes.
    private let speed: Double?

    package init(
        _ source: StreamSource,
        options: LineOptions,
        speed: Double? = nil,
        blockLines: Int = BlockReader.blockLines
    ) {
        (self.source, self.options, self.speed, self.blockLines) = (source, options, speed, blockLines)
    }

    package func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        let player = StreamPlayer(
            source,
            options: options,
            news: .recorded,
            context: context,
            pace: speed.map { Pace(speed: $0) },
            blockLines: blockLines
        )
        try await player.run(into: outlet)
    }
}
