import ArgumentParser
import Assembly
import Foundation
import Pipeline
import Signals

struct ReviewQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Open the queue in the terminal (the default), or list it with --json.",
        usage: "earshot review queue [<options>]",
        discussion: "A filter is written as: topic:swift sentiment:negative from:2026-01-31 outage"
    )

    @Option(help: "Only what this filter leaves.")
    var filter = ""

    @Option(help: "mixed, highest (the likeliest accept first) or uncertain (what teaches most first).")
    var order = ReviewOrder.mixed

    @OptionGroup var reviewer: ReviewerOption
    @OptionGroup var store: StoreOption

    @Flag(name: .customLong("no-color"), help: "No colours.")
    var noColor = false

    @OptionGroup var output: JSONOption

    @Option(help: "With --json: how many items.")
    var limit = 20

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit goes from 1 to 10000.") }
        do throws(ReviewFilter.Fault) {
            _ = try ReviewFilter(filter)
        } catch {
            throw ValidationError("--filter: \(SafeText.line(error.description)).")
        }
    }

    func run() async throws {
        var query = ReviewQuery(by: try reviewer.name)
        query.order = order
        query.filter = filter
        if output.json { return try await list(query) }
        let environment = ProcessInfo.processInfo.environment
        if let fault = RawTerminal.fault(environment: environment) { throw Self.noTerminal(fault) }
        let isColoured = !noColor && (environment["NO_COLOR"] ?? "").isEmpty
        let signal = try await ReviewAccess.using(store.path) { [query] desk -> Int32? in
            let signal = await ReviewTerminal(desk: desk, query: query, isColoured: isColoured).run()
            guard signal == nil else { return signal }
            for line in SittingText.lines(try await desk.sitting(of: query.by)) { try StandardOutput.print(line) }
            return nil
        }
        if let signal { throw ExitCode(128 + signal) }
    }

    private static func noTerminal(_ fault: String) -> Failure {
        Failure(
            description:
                "the desk needs a terminal, and \(fault). See what waits with earshot review --json, and decide with "
                + "earshot review accept|reject ID… or earshot decide --file FILE."
        )
    }

    /// What waits, for scripts: nobody is kept from it.
    private func list(_ query: ReviewQuery) async throws {
        var query = query
        query.limit = limit
        query.holds = false
        let page = try await ReviewAccess.page(store.path, query)
        var writer = JSONWriter()
        for item in page.items { writer.appendLine(of: item) }
        try StandardOutput.write(writer.bytes)
    }
}

extension ReviewOrder: ExpressibleByArgument {}

extension JSONWriter {
    fileprivate mutating func appendLine(of item: ReviewItem) {
        raw("{\"id\":")
        append(item.id)
        raw(",\"source\":")
        append(item.source)
        raw(",\"author\":")
        append(item.author)
        raw(",\"time\":")
        append(item.time)
        raw(",\"text\":")
        append(item.text)
        raw(",\"url\":")
        append(item.url)
        raw(",\"kind\":")
        append(item.kind)
        raw(",\"topics\":[")
        for (index, topic) in item.topics.enumerated() {
            if index > 0 { raw(",") }
            append(topic)
        }
        raw("],\"sentiment\":")
        append(item.sentiment)
        raw(",\"volatile\":")
        append(item.isVolatile)
        raw(",\"prior\":")
        append(Score(item.prior))
        raw(",\"probability\":")
        if let probability = item.probability { append(Score(probability)) } else { raw("null") }
        raw(",\"edited_at\":")
        append(item.editedAt)
        raw(",\"copies\":")
        append(item.copies)
        raw(",\"assigned\":")
        append(item.assignee)
        raw(",\"reasons\":[")
        for (index, reason) in item.reasons.enumerated() {
            if index > 0 { raw(",") }
            append(reason)
        }
        raw("]}\n")
    }

    private mutating func append(_ reason: ReviewReason) {
        raw("{\"what\":")
        append(reason.what)
        raw(",\"detail\":")
        append(reason.detail)
        raw(",\"weight\":")
        append(Score(min(max(reason.weight, -99), 99)))
        raw(",\"learned\":")
        append(reason.isLearned)
        raw("}")
    }
}
