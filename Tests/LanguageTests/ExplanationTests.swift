import Language
import Signals
import Testing

@Suite struct ExplanationTests {
    private func parts(_ text: String) -> [(text: String, part: Explanation.Part)] {
        Explanation(of: text).parts.map { (String(decoding: Array(text.utf8)[$0.range], as: UTF8.self), $0) }
    }

    private func sum(_ text: String, _ weight: (Explanation.Part) -> Double) -> Double {
        Explanation(of: text).parts.reduce(0) { $0 + weight($1) }
    }

    /// The logarithm of how much more probable the first is, as far as four decimals tell.
    private func logOdds(_ first: Score, _ second: Score) -> Double {
        log2(first.value / second.value) / log2(2.718281828)
    }

    private func log2(_ x: Double) -> Double {
        var (x, whole) = (x, 0.0)
        while x >= 2 { (x, whole) = (x / 2, whole + 1) }
        while x < 1 { (x, whole) = (x * 2, whole - 1) }
        var (result, bit) = (whole, 0.5)
        for _ in 0..<40 {
            x *= x
            if x >= 2 { (x, result) = (x / 2, result + bit) }
            bit /= 2
        }
        return result
    }

    /// What differs between two texts of a length is what their parts differ in: nothing else moved the scores.
    @Test(arguments: [
        ("the talk was good and long", "the talk was awful and long"),
        ("I do not like the new build", "I do really like the new build"),
        ("what a GREAT day for us", "what a great day for us"),
    ])
    func `the parts sum to the scores`(first: String, second: String) throws {
        let reader = try Reader()
        let (a, b) = (reader.analysis(first, language: "en"), reader.analysis(second, language: "en"))
        let (left, right) = (try #require(a.sentiment), try #require(b.sentiment))
        let scores = logOdds(left.positive, left.negative) - logOdds(right.positive, right.negative)
        #expect(abs(scores - (sum(first, \.sentiment) - sum(second, \.sentiment))) < 0.05)
        let (x, y) = (try #require(a.offensive), try #require(b.offensive))
        let offensive = logOdds(x, .one - x) - logOdds(y, .one - y)
        #expect(abs(offensive - (sum(first, \.offensive) - sum(second, \.offensive))) < 0.05)
    }

    @Test func `a word under a negation is told from the word`() {
        #expect(parts("not happy with it").contains { $0.text == "happy" && $0.part.what == .negated })
        #expect(parts("happy with it").contains { $0.text == "happy" && $0.part.what == .word })
    }

    @Test func `pairs, openings and emphasis are called so, and stand where they are`() {
        let found = parts("Café is GREAT!!!")
        #expect(found.contains { $0.text == "GREAT" && $0.part.what == .word })
        #expect(found.contains { $0.text == "!!!" && $0.part.what == .emphasis })
        #expect(found.allSatisfy { $0.part.what != .opening || $0.text == "Café" })
        #expect(parts("it is not good").contains { $0.text == "is not" && $0.part.what == .pair })
    }

    @Test(arguments: ["", "🚀", "zzzzqq xxyyqq", "\u{0}"])
    func `a text of which nothing is known has no parts, or none that crash`(text: String) {
        #expect(parts(text).allSatisfy { $0.part.sentiment.isFinite && $0.part.offensive.isFinite })
    }
}
