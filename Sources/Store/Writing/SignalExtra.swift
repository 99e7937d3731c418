import Foundation
import Signals

/// The fields of a signal that few have, as JSON in one column.
struct SignalExtra: Codable, Hashable {
    var title: String?
    var venue: String?
    var quoted: String?
    var reach: Int64?
    var links: [String]?
    var facts: Facts?

    private enum CodingKeys: String, CodingKey {
        case title, quoted, reach, links, facts
        case venue = "in"
    }

    /// nil if the signal has none of them.
    init?(_ signal: Signal) {
        guard
            signal.title != nil || signal.venue != nil || signal.quoted != nil || signal.reach != nil
                || !signal.links.isEmpty || !signal.facts.isEmpty
        else { return nil }
        (title, venue, quoted, reach) = (signal.title, signal.venue, signal.quoted, signal.reach)
        links = signal.links.isEmpty ? nil : signal.links
        facts = signal.facts.isEmpty ? nil : signal.facts
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(json: String) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = read
    }

    /// Written by hand: a source may state one of them with every post.
    var json: String {
        var writer = JSONWriter()
        var isFirst = true
        func key(_ name: String) {
            writer.raw(isFirst ? "{" : ",")
            isFirst = false
            writer.append(name)
            writer.raw(":")
        }
        for case (let name, let text?) in [("title", title), ("in", venue), ("quoted", quoted)] {
            key(name)
            writer.append(text)
        }
        if let reach {
            key("reach")
            writer.append(reach)
        }
        if let links {
            key("links")
            for (index, link) in links.enumerated() {
                writer.raw(index == 0 ? "[" : ",")
                writer.append(link)
            }
            writer.raw("]")
        }
        if let facts, let data = try? JSONEncoder().encode(facts) {
            key("facts")
            writer.appendASCII(String(decoding: data, as: UTF8.self))
        }
        writer.raw("}")
        return writer.text
    }

    /// Gives the fields back to a signal.
    func apply(to signal: inout Signal) {
        (signal.title, signal.venue, signal.quoted, signal.reach) = (title, venue, quoted, reach)
        signal.links = links ?? []
        signal.facts = facts ?? Facts()
    }
}
