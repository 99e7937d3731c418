import Foundation
package import Signals

/// Which items of the queue are shown: `topic:swift sentiment:negative from:2026-01-31 outage`.
///
/// Parts with the same key widen it, those with different keys narrow it. A part without a key is a word of the text; all
/// of them are looked for. A value with spaces stands in quotes: `topic:"swift evolution"`.
package struct ReviewFilter: Hashable, Sendable {
    package var topics: [String] = []
    package var sources: [String] = []
    package var authors: [String] = []
    /// nil among them is unknown.
    package var sentiments: [Sentiment.Class?] = []
    package var from: Timestamp?
    /// Exclusive.
    package var to: Timestamp?
    /// Of being accepted, or of relevance while that is unknown.
    package var above: Double?
    package var below: Double?
    /// Handed to one of these.
    package var assignees: [String] = []
    package var words: [String] = []

    /// What is wrong with a filter.
    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    package init() {}

    /// Reads what a person wrote.
    package init(_ text: String) throws(Fault) {
        for part in try Self.parts(of: text) {
            if let key = part.key { try add(part.value, to: key) } else { words.append(part.value) }
        }
    }

    package var isEmpty: Bool { self == ReviewFilter() }

    private enum Key: String, CaseIterable {
        case topic, source, author, sentiment, from, to, above, below, assigned
    }

    private mutating func add(_ value: String, to key: Key) throws(Fault) {
        guard !value.isEmpty else { throw Fault(description: "there is nothing behind \(key.rawValue):") }
        switch key {
        case .topic: topics.append(value)
        case .source: sources.append(value)
        case .author: authors.append(value)
        case .sentiment: sentiments.append(try Self.sentiment(value))
        case .from: from = try Self.time(value, key)
        case .to: to = try Self.time(value, key)
        case .above: above = try Self.share(value, key)
        case .below: below = try Self.share(value, key)
        case .assigned: assignees.append(value)
        }
    }

    private static func sentiment(_ value: String) throws(Fault) -> Sentiment.Class? {
        if value == "unknown" { return nil }
        guard let found = Sentiment.Class.allCases.first(where: { $0.name == value }) else {
            let names = "negative, neutral, positive or unknown"
            throw Fault(description: "\(value.prefix(40).debugDescription) is no sentiment: \(names)")
        }
        return found
    }

    private static func time(_ value: String, _ key: Key) throws(Fault) -> Timestamp {
        guard let time = Timestamp(iso8601: value) ?? Timestamp(iso8601: value + "T00:00:00Z") else {
            throw Fault(description: "\(key.rawValue): takes a time: 2026-01-31 or 2026-01-31T08:00:00Z")
        }
        return time
    }

    private static func share(_ value: String, _ key: Key) throws(Fault) -> Double {
        guard let share = Double(value), (0...1).contains(share) else {
            throw Fault(description: "\(key.rawValue): takes a number from 0 to 1")
        }
        return share
    }

    // MARK: Parts

    private struct Part {
        let key: Key?
        let value: String
    }

    private static func parts(of text: String) throws(Fault) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return parts }
            let name = rest.prefix { $0.isLetter }
            var key: Key?
            if name.endIndex < rest.endIndex, rest[name.endIndex] == ":", !name.isEmpty {
                key = Key(rawValue: name.lowercased())
                guard key != nil else { throw unknown(String(name)) }
                rest = rest[rest.index(after: name.endIndex)...]
            }
            parts.append(Part(key: key, value: try value(&rest)))
        }
    }

    private static func value(_ rest: inout Substring) throws(Fault) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { !$0.isWhitespace }
            rest = rest[value.endIndex...]
            return String(value)
        }
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: "\"") else { throw Fault(description: "a quote is not closed") }
        rest = inside[inside.index(after: end)...]
        return String(inside[..<end])
    }

    private static func unknown(_ name: String) -> Fault {
        let keys = Key.allCases.map(\.rawValue).joined(separator: ", ")
        return Fault(description: "there is no key \(name.prefix(40).debugDescription): \(keys)")
    }
}
