package import Pipeline

/// The part of a configuration that a running program takes up when it is read again.
package struct LiveSettings: Sendable {
    package let rules: JudgingRules
    package let feeds: [NamedFeed]
    package let sinks: [SinkEntry]
    /// Keys that changed and count only after a restart.
    package let needsRestart: [String]

    package init(rules: JudgingRules, feeds: [NamedFeed], sinks: [SinkEntry], needsRestart: [String] = []) {
        (self.rules, self.feeds, self.sinks, self.needsRestart) = (rules, feeds, sinks, needsRestart)
    }
}
