package import Pipeline

/// What a sitting came to, as it stands in the terminal afterwards.
package enum SittingText {
    private static let columns = 80
    private static let mostWords = 12

    package static func lines(_ sitting: ReviewSitting) -> [String] {
        guard sitting.decided > 0 else { return ["Nothing was decided."] }
        var lines = ["Decided: \(ReviewText.number(sitting.decided))."]
        if !sitting.learned.isEmpty {
            lines += indented("Learned:", sitting.learned.prefix(mostWords).map(word))
        }
        if sitting.rose + sitting.fell > 0 {
            lines += ScreenText.wrapped(moved(sitting), to: columns)
        }
        return lines + ["The latest step is taken back with: earshot review undo"]
    }

    private static func word(_ reason: ReviewReason) -> String {
        "\(ScreenText.cut(ScreenText.line(reason.detail), to: 24)) \(ReviewText.signed(reason.weight))"
    }

    private static func indented(_ title: String, _ parts: [String]) -> [String] {
        ScreenText.flowed(parts, to: columns - title.count - 1).enumerated().map { index, part in
            (index == 0 ? title : String(repeating: " ", count: title.count)) + " " + part
        }
    }

    private static func moved(_ sitting: ReviewSitting) -> String {
        let rose = ReviewText.count(sitting.rose, "waiting item", "waiting items")
        return "\(rose) came to be likelier accepted than not, \(ReviewText.number(sitting.fell)) the other way."
    }
}
