import Language
import Signals
import Store
import Testing

/// Judgements leave the store as they went in.
struct JudgementStorageTests {
    private func kept(_ judgements: [Judgement]) async throws -> [Judgement] {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let signals = judgements.enumerated().map { StoreFixture.judged(StoreFixture.signal("\($0)"), judgement: $1) }
        _ = try await store.keep(StoreFixture.batch(signals))
        return try await store.all().map(\.judgement)
    }

    @Test("a judgement comes back as it was")
    func roundTrip() async throws {
        var random = SplitMix(state: 13)
        let judgements = (0..<500).map { _ in judgement(&random) }
        #expect(try await kept(judgements) == judgements)
    }

    private func judgement(_ random: inout SplitMix) -> Judgement {
        var judgement = Judgement()
        judgement.relevance = Score(tenThousandths: Int32.random(in: 0...10_000, using: &random))
        judgement.prior = judgement.relevance
        if Bool.random(using: &random) {
            judgement.prior = Score(tenThousandths: Int32.random(in: 0...10_000, using: &random))
            judgement.learnedFrom = Int64.random(in: 1...1_000_000, using: &random)
        }
        judgement.isVolatile = Bool.random(using: &random)
        judgement.language = [nil, "en", "tlh"].randomElement(using: &random) ?? nil
        if Bool.random(using: &random) {
            judgement.offensive = Score(tenThousandths: Int32.random(in: 0...10_000, using: &random))
        }
        if Bool.random(using: &random) {
            let negative = Int32.random(in: 0...10_000, using: &random)
            let positive = Int32.random(in: 0...(10_000 - negative), using: &random)
            judgement.sentiment = Sentiment(
                negative: Score(tenThousandths: negative),
                neutral: Score(tenThousandths: 10_000 - negative - positive),
                positive: Score(tenThousandths: positive)
            )
        }
        for _ in 0..<Int.random(in: 0..<5, using: &random) {
            let detail =
                ["devops", "", "naïve 😀", String(repeating: "x", count: 65_535)].randomElement(using: &random) ?? ""
            let weight = Score(tenThousandths: Int32.random(in: -10_000...10_000, using: &random))
            let what = Reason.What.allCases.randomElement(using: &random) ?? .keyword
            judgement.reasons.append(Reason(what: what, detail: detail, weight: weight))
            if what == .keyword { judgement.keywords.append(detail) }
        }
        if judgement.sentiment != nil, Bool.random(using: &random) {
            judgement.topicSentiments = judgement.keywords.map { _ in
                let negative = Int32.random(in: 0...10_000, using: &random)
                let positive = Int32.random(in: 0...(10_000 - negative), using: &random)
                return Sentiment(
                    negative: Score(tenThousandths: negative),
                    positive: Score(tenThousandths: positive)
                )
            }
        }
        return judgement
    }

    @Test(
        "a detail that is too long is cut at a character, and what follows it is not harmed",
        arguments: [
            String(repeating: "a", count: 65_536), String(repeating: "é", count: 40_000),
            "a" + String(repeating: "😀", count: 20_000),
            // One character of 200 kB, as strangers write them.
            "e" + String(repeating: "\u{301}", count: 100_000),
        ]
    )
    func longDetails(detail: String) async throws {
        var judgement = Judgement()
        judgement.reasons = [
            Reason(what: .profanity, detail: detail, weight: Score(-0.5)),
            Reason(what: .friendly, detail: "ada", weight: Score(0.5)),
        ]
        let reasons = try await kept([judgement])[0].reasons
        #expect(reasons.count == 2)
        #expect(reasons.last == judgement.reasons.last)
        let cut = Array(reasons[0].detail.utf8)
        #expect(detail.utf8.starts(with: cut))
        #expect((65_530...65_535).contains(cut.count))
    }
}
