import ArgumentParser
import Assembly
import Feeds
import Pipeline
import Signals
import Store

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadletters",
        abstract: "List what could not be read or sent, with the reason.",
        subcommands: [List.self, Retry.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List dead letters (the default).")

        @OptionGroup var store: StoreOption
        @OptionGroup var output: JSONOption

        func run() async throws {
            let store = try Store.read(store.path)
            var last: Int64 = 0
            var count = 0
            while true {
                let letters = try await store.deadLetters(after: last, limit: 1000)
                guard let end = letters.last else { break }
                last = end.id
                count += letters.count
                try show(letters)
            }
            if !output.json, count == 0 { try StandardOutput.print("No dead letters.") }
            if !output.json, count > 0 {
                try StandardOutput.print("Try them again with: earshot deadletters retry --store \(store.path)")
            }
        }

        private func show(_ letters: [KeptDeadLetter]) throws {
            var writer = JSONWriter()
            for letter in letters {
                if output.json {
                    writer.append(letter)
                } else {
                    for line in DeadLetterText.lines(letter) { try StandardOutput.print(line) }
                }
            }
            try StandardOutput.write(writer.bytes)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read dead letters again, or let their sink send them again.",
            usage: "earshot deadletters retry [<options>]",
            discussion: "A letter that can be read now is judged and kept like any line; the others stay."
        )

        @OptionGroup var store: StoreOption
        @OptionGroup var topics: TopicOptions
        @OptionGroup var output: JSONOption

        func run() async throws {
            let result = try await retry()
            if output.json {
                var writer = JSONWriter()
                writer.raw("{\"heard\":")
                writer.append(result.heard)
                writer.raw(",\"requeued\":")
                writer.append(result.requeued)
                writer.raw(",\"remaining\":")
                writer.append(result.remaining)
                writer.raw("}\n")
                return try StandardOutput.write(writer.bytes)
            }
            try StandardOutput.print("heard now      \(result.heard)")
            try StandardOutput.print("to be sent     \(result.requeued)   with the next replay to their sink")
            try StandardOutput.print("still dead     \(result.remaining)")
        }

        private func retry() async throws -> DeadLetterRetry.Result {
            switch try await StoreAccess.open(
                store.path,
                purpose: "earshot deadletters retry",
                upgrading: UpgradeLine.show
            ) {
            case .own(let opened):
                let rules = try await topics.rules(store.configuration.load(), store: opened)
                try await opened.prepare(for: rules)
                return try await DeadLetterRetry(store: opened, rules: rules).run()
            case .running(let client): return try await client.ask("deadletters/retry")
            }
        }
    }
}

/// A dead letter in words.
enum DeadLetterText {
    static func lines(_ kept: KeptDeadLetter) -> [String] {
        let letter = kept.letter
        let place =
            switch letter.origin {
            case .feed(let name, let label, let offset):
                "\(label.isEmpty ? name : SafeText.line(label)), byte \(offset)"
            case .sink(let name, let signal): "\(name), signal \(signal)"
            case .figure(let sink, let number): "\(sink), figure \(number) of relevance"
            case .expired(let sink): sink
            }
        let start = SafeText.line(String(decoding: letter.payload.prefix(300), as: UTF8.self))
        return [
            "\(place): \(SafeText.line(letter.reason))",
            "    \(SafeText.cut(start, to: 74))",
        ]
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ kept: KeptDeadLetter) {
        let letter = kept.letter
        raw("{\"reason\":")
        append(letter.reason)
        switch letter.origin {
        case .feed(let name, let label, let offset):
            raw(",\"feed\":")
            append(name)
            raw(",\"file\":")
            append(label)
            raw(",\"offset\":")
            append(offset)
        case .sink(let name, let signal):
            raw(",\"sink\":")
            append(name)
            raw(",\"signal\":")
            append(signal)
        case .figure(let sink, let number):
            raw(",\"sink\":")
            append(sink)
            raw(",\"figure\":")
            append(number)
        case .expired(let sink):
            raw(",\"sink\":")
            append(sink)
        }
        raw(",\"digest\":\"")
        appendASCII(Hexadecimal.string(letter.digest))
        raw("\",\"bytes\":")
        append(letter.length)
        raw(",\"at\":\"")
        append(kept.at)
        raw("\",\"payload\":")
        letter.payload.withUnsafeBytes { append(utf8: $0) }
        raw("}\n")
    }
}
