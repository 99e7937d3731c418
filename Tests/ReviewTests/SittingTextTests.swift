import Pipeline
import Testing
import earshot

/// What is left in the terminal after the desk.
@Suite struct SittingTextTests {
    @Test func `it says what was decided, what was learned, and how to take it back`() {
        let words = [("build", 0.52), ("codes", -0.81), ("a\u{1B}[31m", 0.1)]
        let sitting: ReviewSitting = DeskSample.decoded([
            "decided": 1_014, "rose": 1, "fell": 12,
            "learned": words.map { DeskSample.reason("word", $0.0, $0.1, true) },
        ])
        #expect(
            SittingText.lines(sitting) == [
                "Decided: 1,014.",
                "Learned: build +0.52  codes -0.81  a\\u{1b}[31m +0.10",
                "1 waiting item came to be likelier accepted than not, 12 the other way.",
                "The latest step is taken back with: earshot review undo",
            ]
        )
    }

    @Test func `it stays within 80 columns`() {
        let words = (0..<40).map { DeskSample.reason("word", "日本語の長い言葉 number \($0)", -1.25, true) }
        let sitting: ReviewSitting = DeskSample.decoded(["decided": 1, "rose": 0, "fell": 0, "learned": words])
        #expect(SittingText.lines(sitting).allSatisfy { ScreenText.width($0) <= 80 })
        #expect(SittingText.lines(sitting).count > 3)
    }

    @Test func `nothing is little`() {
        let sitting: ReviewSitting = DeskSample.decoded(["decided": 0, "rose": 0, "fell": 0, "learned": [Any]()])
        #expect(SittingText.lines(sitting) == ["Nothing was decided."])
    }
}
