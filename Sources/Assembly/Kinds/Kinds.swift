package import Feeds
package import Pipeline
package import Settings
package import Sinks

/// The kinds that a program knows.
package struct Kinds: Sendable {
    package let feeds: KindTable<FeedKind>
    package let sinks: KindTable<SinkKind>

    package init(feeds: KindTable<FeedKind>, sinks: KindTable<SinkKind>) {
        self.feeds = feeds
        self.sinks = sinks
    }

    package static let all = Kinds(feeds: FeedKinds.table, sinks: SinkKinds.table)

    /// The file that `earshot init` writes.
    package var template: String { Configuration.template(feeds: feeds.template, sinks: sinks.template) }

    /// Refuses what the kinds of feeds and sinks do not take.
    ///
    /// - Returns: the configuration, with the kind in front of every entry.
    package func check(_ configuration: Configuration) throws(ConfigurationError) -> Configuration {
        var configuration = configuration
        for index in configuration.feeds.indices {
            configuration.feeds[index] = try feeds.match(configuration.feeds[index]).entry
        }
        for index in configuration.sinks.indices {
            configuration.sinks[index] = try sinks.match(configuration.sinks[index]).entry
        }
        try feeds.refuseRepeated(configuration.feeds)
        try sinks.refuseRepeated(configuration.sinks)
        return configuration
    }

    /// Makes a feed.
    package func feed(_ entry: Entry, _ lines: LineOptions = LineOptions()) throws -> NamedFeed {
        let (kind, entry) = try feeds.match(entry)
        return NamedFeed(
            try kind.make(entry, lines),
            kind: kind.name,
            identity: try kind.identity(of: entry),
            label: try kind.label(of: entry),
            sharesPlaces: kind.sharesPlaces,
            settings: FeedSettings(entry, lines)
        )
    }

    /// Makes a sink.
    package func sink(_ entry: Entry, _ context: SinkContext) throws -> SinkEntry {
        let (kind, entry) = try sinks.match(entry)
        let settings = SinkSettings(entry: entry, volatile: context.volatile)
        return SinkEntry(try kind.make(entry, context), settings: settings)
    }
}
