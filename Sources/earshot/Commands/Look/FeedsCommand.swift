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
        let feeds = try store.configuration.load().feeds.map { entry in
            let (kind, entry) = try Kinds.all.feeds.match(entry)
            return LocalAnswer.Feed(feed: try kind.label(of: entry), kind: kind.name, state: "not running")
        }
        try show(feeds)
    }

    private func show(_ feeds: [LocalAnswer.Feed]) throws {
        guard !output.json else {
            var writer = JSONWriter()
            for feed in feeds { writer.append(feed) }
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
    fileprivate mutating func append(_ feed: LocalAnswer.Feed) {
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
        append(traits: Kinds.all.feeds[feed.kind], named: feed.kind)
        raw("}\n")
    }
}
