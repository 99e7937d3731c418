import ArgumentParser
import Assembly
import Desk
import Foundation
import Pipeline
import Signals
import Store

struct ForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remove an author or a signal: text, raw lines, links, and the points at every sink.",
        usage: "earshot forget <author-or-id> [<options>]",
        discussion: """
            Reposts go with what they repeat. A tombstone without a word of it keeps it from coming back. Roll-ups keep their \
            counts, which name nobody. Sinks delete the points when they are told next. Backups are files of your own.
            """
    )

    @Argument(help: "@author, or the id of a signal: source:id, or the source's own.")
    var authorOrID: String

    @Option(help: "Of this source only.")
    var source: String?

    @Flag(help: "Say what would go, and change nothing.")
    var dryRun = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let path = try store.path
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        let access =
            try await dryRun
            ? .own(Store.read(path)) : StoreAccess.open(path, purpose: "earshot forget", upgrading: UpgradeLine.show)
        let store = try access.reading(path)
        guard let what = try await meant(in: store) else {
            // A log that could not be emptied the last time is emptied now.
            if !dryRun { _ = try await forget(ForgettingPlan(), access) }
            throw Failure(
                description: "nothing of \(SafeText.line(authorOrID)) is kept in \(path).",
                exitCode: ExitStatus.no
            )
        }
        let plan = try await store.plan(toForget: what)
        let isScrubbed = try await dryRun ? true : forget(plan, access)
        try output.json ? write(plan, isScrubbed: isScrubbed) : print(plan)
        if !isScrubbed {
            StandardError.write(
                "earshot: another program reads the store, so its log still holds what was forgotten. "
                    + "Run the same command again when that has ended; it will find nothing, and empty the log."
            )
        }
    }

    /// Whether the log could be emptied, too.
    private func forget(_ plan: ForgettingPlan, _ access: StoreAccess) async throws -> Bool {
        switch access {
        case .own(let store): try await store.forget(plan, at: .now)
        case .running(let client): try await client.ask("forget", plan, for: LocalAnswer.Forgotten.self).logEmptied
        }
    }

    /// The one thing that is meant; nil where there is none.
    private func meant(in store: Store) async throws -> Forgettable? {
        let found = try await store.forgettables(authorOrID, source: source)
        guard let what = found.first else { return nil }
        guard found.count == 1 else {
            let choices = found.map(\.choice).sorted().joined(separator: " or ")
            throw Failure(description: "\(SafeText.line(authorOrID)) is ambiguous. Write \(choices)")
        }
        return what
    }

    private func print(_ plan: ForgettingPlan) throws {
        for (count, what) in plan.counts where count > 0 {
            try StandardOutput.print("\(dryRun ? "would go" : "forgotten")  \(count) \(what)")
        }
        for sink in plan.sinks where !plan.signals.isEmpty {
            try StandardOutput.print("\(SafeText.line(sink)) deletes the points when it is told next")
        }
        try StandardOutput.print("Counts over time stay as they are; they name nobody.")
    }

    private func write(_ plan: ForgettingPlan, isScrubbed: Bool) throws {
        var writer = JSONWriter()
        writer.raw("{\"signals\":")
        writer.append(plan.signals.count)
        writer.raw(",\"reposts\":")
        writer.append(plan.reposts.count)
        writer.raw(",\"unmatched\":")
        writer.append(plan.unmatched.count)
        writer.raw(",\"deadletters\":")
        writer.append(plan.deadLetters.count)
        writer.raw(",\"imports\":")
        writer.append(plan.imports.count)
        writer.raw(",\"dry_run\":")
        writer.append(dryRun)
        writer.raw(",\"log_emptied\":")
        writer.append(!dryRun && isScrubbed)
        writer.raw("}\n")
        try StandardOutput.write(writer.bytes)
    }
}

extension ForgettingPlan {
    fileprivate var counts: [(Int, String)] {
        [
            (signals.count, "signals, with their text and links"), (reposts.count, "reposts of them"),
            (unmatched.count, "unmatched lines"), (deadLetters.count, "dead letters that state it"),
            (imports.count, "imported posts"),
        ]
    }
}

extension Forgettable {
    /// What to write so that this alone is meant.
    fileprivate var choice: String {
        switch self {
        case .signal(let id): SafeText.line(id.qualified)
        case .author(let name, let source): "@\(SafeText.line(name)) --source \(source)"
        }
    }
}
