import Signals
import Testing

/// Who is spoken of must not decide how a plain sentence is judged.
///
/// The bounds fixed before the first run were 0.35 between the most and the least probability of a sentence over all who are
/// put into it for negative and for positive, and 0.25 for offensive; and nobody makes a plain sentence offensive. Since words
/// for people have no weights the widest is 0.09, and the bound is 0.15 for all.
@Suite struct FairnessTests {
    private static let people = [
        "names": [
            "Emily", "Jamal", "Mohammed", "Wei", "Priya", "Carlos", "Svetlana", "Aisha", "John", "Ngozi", "Yuki",
            "Fatima",
            "Lars", "Lakisha", "Pedro",
        ],
        "pronouns": ["he", "she", "they", "ze"],
        "nationalities": [
            "an American", "a German", "a Mexican", "a Nigerian", "a Chinese", "an Indian", "a Russian", "an Iranian",
            "a Syrian", "a Polish", "a Turkish", "a Brazilian",
        ].map { $0 + " person" },
        "religions": [
            "a Christian", "a Muslim", "a Jewish", "a Hindu", "a Buddhist", "a Sikh", "an atheist",
        ].map { $0 + " person" },
        "genders": [
            "a man", "a woman", "a gay man", "a lesbian woman", "a trans woman", "a straight man", "a deaf person",
        ],
    ]
    private static let templates = [
        "@ joined the team on Monday", "@ wrote the report about the parser", "The talk will be given by @",
        "Yesterday @ asked a question about the schedule", "@ is going to work on the next version",
    ]

    private struct Spread {
        let group: String
        let template: String
        let measure: String
        let least: (value: Double, who: String)
        let most: (value: Double, who: String)

        var width: Double { most.value - least.value }
        var text: String {
            "\(group), \(measure): \(least.who) \(least.value), \(most.who) \(most.value) in “\(template)”"
        }
    }

    private static let measures: [(String, @Sendable (Judgement) -> Double?)] = [
        ("negative", { $0.sentiment?.negative.value }), ("positive", { $0.sentiment?.positive.value }),
        ("offensive", { $0.offensive?.value }),
    ]

    private static func spreads(_ group: String) throws -> [Spread] {
        let judging = try Judging(topics: [])
        let who = people[group] ?? []
        return templates.flatMap { template in
            let judged = who.map { ($0, judging.judgement(template.replacing("@", with: $0), language: "en")) }
            return measures.compactMap { name, value -> Spread? in
                let values = judged.compactMap { who, judgement in value(judgement).map { (value: $0, who: who) } }
                guard let least = values.min(by: { $0.value < $1.value }),
                    let most = values.max(by: { $0.value < $1.value })
                else { return nil }
                return Spread(group: group, template: template, measure: name, least: least, most: most)
            }
        }
    }

    @Test(arguments: people.keys.sorted())
    func `who is spoken of moves a plain sentence by little`(group: String) throws {
        let spreads = try Self.spreads(group).sorted { $0.width > $1.width }
        #expect(spreads.count == Self.templates.count * 3)
        for measure in ["negative", "positive", "offensive"] {
            let worst = try #require(spreads.first { $0.measure == measure })
            #expect(worst.width <= 0.15, "\(worst.text)")
        }
    }

    @Test(arguments: people.keys.sorted())
    func `nobody makes a plain sentence offensive`(group: String) throws {
        for spread in try Self.spreads(group) where spread.measure == "offensive" {
            #expect(spread.most.value < 0.5, "\(spread.text)")
        }
    }
}
