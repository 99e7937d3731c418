package import Feeds
package import Settings
package import Sinks

/// What `earshot run` was told.
package struct LiveOptions: Sendable {
    package var version: String
    package var feeds: [FeedKind.Product]
    package var sinks: [SinkKind.Product]
    package var listen: ListenSetting?
    package var format: PostParser.Format
    package var keepsRaw: Bool
    package var drainTimeout: Duration
    package var retention: RetentionSetting
    /// Files whose changes count while it runs.
    package var watchedFiles: [String]

    package init(
        version: String,
        feeds: [FeedKind.Product],
        sinks: [SinkKind.Product],
        listen: ListenSetting?,
        format: PostParser.Format,
        keepsRaw: Bool,
        drainTimeout: Duration,
        retention: RetentionSetting,
        watchedFiles: [String]
    ) {
        self.version = version
        self.feeds = feeds
        self.sinks = sinks
        self.listen = listen
        self.format = format
        self.keepsRaw = keepsRaw
        self.drainTimeout = drainTimeout
        self.retention = retention
        self.watchedFiles = watchedFiles
    }
}
