import ArgumentParser
import Assembly
import Feeds
import Foundation
import Pipeline
import Signals
import Store

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Learn from your own posts and re-shares whose posts you value.",
        usage: "earshot import <file> ... [<options>]\nearshot import --undo [<options>]",
        discussion: """
            Reads your own archive: a data archive of X (tweets.js, note-tweet.js), or posts in any form that replay reads. \
            Authors you have re-shared become friendlies, whose posts gain relevance; your posts and re-shares are learned \
            from as accepts, and what became of them as outcomes of what they share. Nothing is heard: they are no signals. \
            Importing twice changes nothing.
            """
    )

    @Argument(help: "Files of your own posts, or - for standard input.")
    var files: [String] = []

    @OptionGroup var store: StoreOption
    @OptionGroup var topics: TopicOptions
    @OptionGroup var output: JSONOption

    @Flag(help: "Show what would be imported, and keep nothing.")
    var dryRun = false

    @Flag(help: "Take back all that was learned from archives; friendlies stay.")
    var undo = false

    func validate() throws {
        if files.isEmpty, !undo { throw ValidationError("Name a file of your own posts.") }
        if undo, !files.isEmpty || dryRun { throw ValidationError("--undo goes with neither files nor --dry-run.") }
    }

    func run() async throws {
        guard !undo else { return try await takeBack() }
        let path = try store.path
        let store = dryRun ? try? Store.read(path) : try StoreAccess.shared(path, purpose: "earshot import")
        var importing: ArchiveImport?
        if !dryRun, let store { importing = try await self.importing(into: store) }
        var summary = ImportSummary(isDryRun: dryRun)
        for file in files { try await read(StreamSource(path: file), store, importing, &summary) }
        guard summary.counts.posts + summary.counts.reshares > 0 || summary.counts.unreadable == 0 else {
            throw Failure(
                description:
                    "nothing of \(summary.counts.unreadable) lines could be read as a post. Name tweets.js of your "
                    + "archive, or posts as JSON, one a line."
            )
        }
        try show(summary)
    }

    private func importing(into store: Store) async throws -> ArchiveImport {
        let rules = try await topics.rules(self.store.configuration.load(), store: store)
        return ArchiveImport(store: store, rules: rules) { .now }
    }

    private func read(
        _ source: StreamSource,
        _ store: Store?,
        _ importing: ArchiveImport?,
        _ summary: inout ImportSummary
    ) async throws {
        var posts = try OwnArchive(source)
        while true {
            var entries = try posts.next()
            guard !entries.isEmpty else { break }
            for index in entries.indices { try await name(&entries[index], store) }
            summary.count(entries.map(\.post))
            guard let store, let importing else { continue }
            let kept = try await store.keep(entries.map(\.post), importedAt: .now)
            summary.new += kept.new
            summary.add(try await importing.learn(entries, changed: kept.changed))
        }
        summary.add(posts.counts)
    }

    /// Where the archive does not say who wrote what was shared, the store may know.
    private func name(_ entry: inout OwnArchive.Entry, _ store: Store?) async throws {
        guard entry.post.kind == .reshare, entry.post.author == nil, let parent = entry.parent else { return }
        entry.post.author = try await store?.signal(parent)?.signal.author
    }

    private func takeBack() async throws {
        let store = try Store.share(store.path)
        let result = try await importing(into: store).takeBack()
        guard output.json else {
            return try StandardOutput.print("took back \(result.accepts) accepts and \(result.samples) outcomes")
        }
        var writer = JSONWriter()
        writer.raw("{\"accepts\":")
        writer.append(result.accepts)
        writer.raw(",\"outcomes\":")
        writer.append(result.samples)
        writer.raw("}\n")
        try StandardOutput.write(writer.bytes)
    }

    private func show(_ summary: ImportSummary) throws {
        if output.json { return try StandardOutput.write(summary.json) }
        for line in summary.lines { try StandardOutput.print(line) }
    }
}
