import Foundation
import Pipeline
import Signals
import Store

/// What a person wants to see after the demo.
struct DemoReport {
    let store: Store
    let summary: Replay.Summary

    func lines() async throws -> [String] {
        var lines = SummaryText.lines(summary, store: store.path)
        lines +=
            ["", "What was said of your topics"]
            + (try await TopicListing.lines(try await store.topicTotals(), store: store))
        lines += ["", "The most relevant posts, and why"]
        for kept in try await store.mostRelevant(5) { lines += Self.post(kept) }
        lines += try await section("Volatile: profane, or clearly offensive", limit: 3) { $0.judgement.isVolatile }
        lines += try await copies()
        lines += try await deadLetters()
        return lines + next()
    }

    private static func post(_ kept: KeptSignal) -> [String] {
        let author = kept.signal.author.map { "@" + SafeText.line($0) } ?? "unknown"
        let reasons = kept.judgement.reasons.map {
            "\(Figures.signed($0.weight)) \($0.what.name) \(SafeText.line($0.detail))"
        }
        return [
            SafeText.cut(
                "  \(Figures.plain(kept.judgement.relevance))  \(author): \(SafeText.line(kept.signal.text))",
                to: 80
            ),
            SafeText.cut("        \(reasons.joined(separator: ", "))", to: 80),
        ]
    }

    private func section(_ title: String, limit: Int, where condition: (KeptSignal) -> Bool) async throws -> [String] {
        let found = try await store.signals(limit: 10_000).filter(condition)
        return ["", "\(title) (\(found.count))"] + found.prefix(limit).flatMap(Self.post)
    }

    private func copies() async throws -> [String] {
        let found = try await store.signals(limit: 10_000).compactMap { kept in kept.duplicateOf.map { (kept, $0) } }
        let groups = Dictionary(grouping: found) { $0.1 }.mapValues(\.count)
            .sorted { ($1.value, $0.key.qualified) < ($0.value, $1.key.qualified) }
        var lines = ["", "Copies folded (\(found.count), of \(groups.count) posts)"]
        for (original, count) in groups.prefix(3) {
            let text = try await store.signals(id: original.qualified).first.map { SafeText.line($0.signal.text) } ?? ""
            lines.append(SafeText.cut("  \(count) of  \(text)", to: 80))
        }
        return lines
    }

    private func deadLetters() async throws -> [String] {
        let letters = try await store.deadLetters(limit: 3)
        return ["", "Dead letters (\(try await store.deadLetterCount()))"]
            + letters.flatMap(DeadLetterText.lines).map { SafeText.cut("  \($0)", to: 80) }
    }

    private func next() -> [String] {
        let path = store.path
        return [
            "", "Try next",
            "  earshot query --store \(path) --topics kapacitor --every 1h",
            "  earshot why --text \"Loving the new Kapacitor release\" --topics kapacitor",
            "  earshot review --store \(path)",
            "  earshot export signals --store \(path) --topic swift",
            "  earshot topics suggest --store \(path)",
            "  echo 'our #swift build is broken again' | earshot judge --topics swift",
            "  earshot replay YOUR.ndjson --topics-file YOUR-TOPICS.txt --influx http://127.0.0.1:8086",
        ]
    }
}
