import Foundation
import Language
import Relevance
import Signals
import Testing

/// Broken texts through the whole judgement: every number is one, and can be traced.
struct JudgeFuzzTests {
    private static let mutator = Mutator(
        seeds: [
            "Loving the new Kapacitor release, the alerts are great!",
            "our #swift build is broken again, I hate this f*cking linker and the sh1t it says",
            "loving #swift, hating #xcode but New York is fine",
            "Not bad at all. I'm not happy, however it's not awful…",
            "RT @ada: “Swift's C++ interop” 🎉🎉 https://a.example/b?c=d#e via @b.example", "東京タワーは高いです。今天天气很好",
            "Der Kapacitor ist heute leider nicht erreichbar, schon wieder",
            "f u c k fuuuuck fυck a$$hole #fuckthis @ss",
            "#giveaway follow and retweet to win! promo code SAVE https://t.example",
            "k8s v1.30.2 2017-08-29 3.14 42% $5",
        ],
        dictionary: [
            "swift", "#swift", "@ada", "kapacitor", "xcode", "new york", "東京", "🚀", "not ", "n't ", "never", "but ",
            "however", ":)", ":-(", "<3", "?!", "...", "aaaa", "SHOUT", "c++", "c#", "https://", "www.", "f*ck", "$h1t",
            "\u{200B}", "\u{AD}", "ẞ", "ﬁ", "İ", "ｆｕｌｌ", "𝓯𝓾", "promo code", "#hiring #job", " and ", "Scunthorpe",
        ]
    )

    private let judge: Judge
    private let other: Judge

    init() throws {
        let topics = ["swift", "xcode", "new york", "東京", "#tag", "@ada", "🚀", "kapacitor", "c++"].map(Topic.init)
        func judge() throws -> Judge {
            Judge(matcher: try TopicMatcher(topics: topics), friendlies: AuthorSet(["ada"]), model: .embedded)
        }
        (self.judge, other) = (try judge(), try judge())
    }

    @Test func `scores are finite and inside their bounds, reasons add up, and ranges lie inside the text`() {
        var matched = 0
        for input in 0..<Fuzzing.inputs {
            var random = Fuzzing.random(input)
            let text = Self.mutator.input(&random)
            let language = ["en", "de", "", "qme", nil][input % 5]
            let judgement = judgement(text, language, by: judge)
            if !judgement.keywords.isEmpty { matched += 1 }
            if let fault = Self.fault(in: judgement) ?? Self.faultInExplanation(of: text) {
                Issue.record("\(fault): \(Fuzzing.name(input, text))")
            }
            // Another judge that read every third text only: no text depends on those before it.
            guard input % 3 == 0 else { continue }
            if self.judgement(text, language, by: other) != judgement {
                Issue.record("judged in two ways: \(Fuzzing.name(input, text))")
            }
        }
        #expect(matched > Fuzzing.inputs / 10)
    }

    private func judgement(_ text: [UInt8], _ language: String?, by judge: Judge) -> Judgement {
        var judgement = Judgement()
        text.withUnsafeBytes { text in
            Array((language ?? "").utf8).withUnsafeBytes { declared in
                var view = PostView(text: text)
                if language != nil { view.language = declared }
                judge.judge(view, into: &judgement)
            }
        }
        return judgement
    }

    private static func fault(in judgement: Judgement) -> String? {
        let unit = Score.zero...Score.one
        guard unit.contains(judgement.relevance) else { return "relevance \(judgement.relevance)" }
        guard judgement.offensive.map(unit.contains) ?? true else { return "offensive beyond its bounds" }
        guard judgement.reasons.reduce(0, { $0 + $1.weight.tenThousandths }) == judgement.relevance.tenThousandths
        else {
            return "reasons that do not add up to the relevance"
        }
        for sentiment in judgement.topicSentiments + [judgement.sentiment].compactMap(\.self) {
            let parts = [sentiment.negative, sentiment.neutral, sentiment.positive]
            guard parts.allSatisfy(unit.contains) else { return "a probability beyond its bounds" }
            guard parts.reduce(0, { $0 + $1.tenThousandths }) == 10_000 else { return "probabilities that are not one" }
        }
        guard judgement.topicSentiments.isEmpty || judgement.topicSentiments.count == judgement.keywords.count else {
            return "sentiments that are not one a keyword"
        }
        guard Set(judgement.keywords).count == judgement.keywords.count else { return "a keyword twice" }
        guard (judgement.language == "en") == (judgement.sentiment != nil) else {
            return "a sentiment of an unknown language"
        }
        return faultInJSON(of: judgement)
    }

    private static func faultInJSON(of judgement: Judgement) -> String? {
        var writer = JSONWriter()
        writer.raw("{")
        writer.appendMembers(of: judgement)
        writer.raw("}")
        let bytes = writer.bytes
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return "JSON that is not one line" }
        let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        return object?["relevance"] is NSNumber ? nil : "JSON that cannot be read"
    }

    private static func faultInExplanation(of text: [UInt8]) -> String? {
        let string = String(decoding: text, as: UTF8.self)
        let length = string.utf8.count
        for part in Explanation(of: string).parts {
            guard !part.range.isEmpty, part.range.upperBound <= length else { return "a word that is not in the text" }
            guard part.sentiment.isFinite, part.offensive.isFinite else { return "a weight that is no number" }
        }
        return nil
    }
}
