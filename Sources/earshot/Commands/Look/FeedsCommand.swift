import ArgumentParser
import Assembly
import Desk
import Feeds
import Foundation
import Settings
import Signals

struct FeedsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds",
        abstract: "List what `earshot run` listens to, and how each feed is doing.",
        discussion: "While nothing runs it lists the feeds of the configuration."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        if let status = try await LocalClient(store: try store.path)?.status() { return try show(status.feeds) }
        try show(try configured().map { LocalAnswer.Feed(feed: $0.name, state: "not running") })
    }

    /// The feeds of the configuration, by the names that listings show.
    private func configured() throws -> [(name: String, kind: FeedKind)] {
        try store.configuration.load().feeds.map { entry in
            let (kind, entry) = try Kinds.all.feeds.match(entry)
            return (try kind.label(of: entry), kind)
        }
    }

    private func show(_ feeds: [LocalAnswer.Feed]) throws {
        guard !output.json else {
            let kinds = try Dictionary(configured().map { ($0.name, $0.kind) }) { first, _ in first }
            var writer = JSONWriter()
            for feed in feeds { writer.append(feed, kinds[feed.feed]) }
            return try StandardOutput.write(writer.bytes)
        }
        if feeds.isEmpty { try StandardOutput.print("No feeds. Name some in the configuration, or after earshot run.") }
        for feed in feeds {
            let heard = feed.lastHeard.map { ", the last at \($0)" } ?? ""
            let state = feed.reason.map { "\(feed.state): \($0)" } ?? feed.state
            let lines = feed.lines.map { ", \($0) lines heard" } ?? ""
            try StandardOutput.print(SafeText.line("\(feed.feed): \(state)\(lines)\(heard)"))
        }
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ feed: LocalAnswer.Feed, _ kind: FeedKind?) {
        raw("{\"feed\":")
        append(feed.feed)
        raw(",\"state\":")
        append(feed.state)
        raw(",\"reason\":")
        append(feed.reason)
        raw(",\"lines\":")
        if let lines = feed.lines { append(lines) } else { raw("null") }
        raw(",\"last_heard\":")
        append(feed.lastHeard)
        append(traits: kind)
        raw("}\n")
    }
}
