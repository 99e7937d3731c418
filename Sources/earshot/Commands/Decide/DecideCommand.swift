import ArgumentParser
import Assembly
import Desk
import Feeds
import Foundation
import Pipeline
import Signals
import Store

struct DecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Record decisions in bulk, from NDJSON.",
        usage: "earshot decide --file <file> [<options>]",
        discussion: """
            A line is {"id":…,"decision":…,"by":…,"at":…}: accept, reject, unsure, mute, track or undo; or shared, with likes, \
            reposts and replies as they are known. The same decision given twice is recorded once. A decision about an id that \
            no signal has is recorded and reported.
            """
    )

    @Option(help: "A file of decisions, or - for standard input.")
    var file: String

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let (lines, faults) = try read()
        let result = try await decide(lines)
        if output.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try StandardOutput.write([UInt8](try encoder.encode(result)) + [UInt8(ascii: "\n")])
        } else {
            try StandardOutput.print("recorded   \(result.recorded)")
            try StandardOutput.print("repeated   \(result.repeated)   in the log already")
        }
        for fault in faults { StandardError.write("earshot: \(SafeText.line(fault))") }
        for id in result.unknown {
            StandardError.write(
                "earshot: no signal has the id \(SafeText.line(id)); the decision is recorded, and teaches nothing."
            )
        }
        for id in result.ambiguous {
            StandardError.write(
                "earshot: more than one signal has the id \(SafeText.line(id)); nothing was recorded. Write source:id."
            )
        }
        for id in result.refused {
            StandardError.write(
                "earshot: \(SafeText.line(id)) names no author to mute; nothing was recorded. Mute a \"phrase\" of it."
            )
        }
        if !faults.isEmpty || !(result.unknown + result.ambiguous + result.refused).isEmpty {
            throw ExitCode(ExitStatus.couldNotAnswer)
        }
    }

    private func decide(_ lines: [DecisionLine]) async throws -> DecisionRecorder.Result {
        let path = try store.path
        let store = try StoreAccess.shared(path, purpose: "earshot decide")
        let result = try await DecisionRecorder(store: store).decide(lines, now: .now)
        try await RelevanceFigureWriter(store: store).catchUp()
        // What is tracked is listened for within a second; a running program that is told does so at once.
        if result.tracks { _ = try? await LocalClient.answering(store: path)?.post("reload") }
        return result
    }

    /// The decisions, and what is wrong with the lines that are none.
    private func read() throws -> (lines: [DecisionLine], faults: [String]) {
        let reader = LineReader(try StreamSource(path: file).open())
        var (lines, faults): ([DecisionLine], [String]) = ([], [])
        var skipped = StableHash()
        var number = 0
        while true {
            switch try reader.next(skipped: &skipped) {
            case .end: return (lines, faults)
            case .oversized:
                number += 1
                faults.append("line \(number) is longer than \(LineReader.lineLimit >> 20) MiB.")
            case .block(let block):
                var walk = LineWalk(block)
                while let (bytes, _) = walk.line() {
                    number += 1
                    guard !bytes.isEmpty else { continue }
                    do throws(DecisionLine.Fault) {
                        lines.append(try DecisionLine(line: bytes))
                    } catch {
                        faults.append("line \(number): \(error)")
                    }
                }
            }
        }
    }
}
