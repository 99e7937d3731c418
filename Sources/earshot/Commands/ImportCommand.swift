import ArgumentParser
import Feeds
import Foundation
import Pipeline
import Signals
import Store

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Learn from your own posts and re-shares whose posts you value.",
        usage: "earshot import <file> ... [<options>]",
        discussion: """
            Reads your own archive: a data archive of X (tweets.js, note-tweet.js), or posts in any form that replay reads. \
            Authors you have re-shared become friendlies, whose posts gain relevance; your posts and re-shares are kept as \
            accepts to learn from. Nothing is heard: they are no signals. Importing twice changes nothing.
            """
    )

    @Argument(help: "Files of your own posts, or - for standard input.")
    var files: [String]

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    @Flag(help: "Show what would be imported, and keep nothing.")
    var dryRun = false

    func run() async throws {
        let path = try store.path
        let store = dryRun ? try? Store.read(path) : try Store.open(path, purpose: "earshot import")
        var summary = ImportSummary(isDryRun: dryRun)
        for file in files { try await read(StreamSource(path: file), store, &summary) }
        guard summary.counts.posts + summary.counts.reshares > 0 || summary.counts.unreadable == 0 else {
            throw Failure(
                description:
                    "nothing of \(summary.counts.unreadable) lines could be read as a post. Name tweets.js of your "
                    + "archive, or posts as JSON, one a line."
            )
        }
        try show(summary)
    }

    private func read(_ source: StreamSource, _ store: Store?, _ summary: inout ImportSummary) async throws {
        var posts = try OwnPosts(source)
        while true {
            let entries = try posts.next()
            guard !entries.isEmpty else { break }
            var batch: [ImportedPost] = []
            for entry in entries { batch.append(try await named(entry, store)) }
            summary.count(batch)
            if !dryRun, let store { summary.new += try await store.keep(batch, importedAt: .now) }
        }
        summary.add(posts.counts)
    }

    /// Where the archive does not say who wrote what was shared, the store may know.
    private func named(_ entry: OwnPosts.Entry, _ store: Store?) async throws -> ImportedPost {
        var post = entry.post
        if let parent = entry.parent { post.author = try await store?.signal(parent)?.signal.author }
        return post
    }

    private func show(_ summary: ImportSummary) throws {
        if output.json { return try StandardOutput.write(summary.json) }
        for line in summary.lines { try StandardOutput.print(line) }
    }
}
