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
        // The title is there in any case, so that every other member begins with a comma.
        writer.raw("{\"title\":")
        writer.append(title)
        writer.appendMember(",\"in\":", venue)
        writer.appendMember(",\"quoted\":", quoted)
        writer.appendMember(",\"reach\":", reach)
        writer.appendLinks(links ?? [])
        writer.appendFacts(facts ?? Facts())
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
