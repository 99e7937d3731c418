package import Pipeline
package import Settings

/// The settings of `earshot run`.
package struct LiveOptions: Sendable {
    package var version: String
    package var feeds: [NamedFeed]
    package var sinks: [SinkEntry]
    package var listen: ListenSetting?
    package var drainTimeout: Duration
    package var retention: RetentionSetting
    /// The longest that something waits in the queue, from when it was heard.
    package var queueAge: Duration
    /// Files whose changes count while it runs.
    package var watchedFiles: [String]

    package init(
        version: String,
        feeds: [NamedFeed],
        sinks: [SinkEntry],
        listen: ListenSetting?,
        drainTimeout: Duration,
        retention: RetentionSetting,
        queueAge: Duration,
        watchedFiles: [String]
    ) {
        (self.version, self.feeds, self.sinks, self.listen) = (version, feeds, sinks, listen)
        (self.drainTimeout, self.retention, self.queueAge) = (drainTimeout, retention, queueAge)
        self.watchedFiles = watchedFiles
    }
}
