/// A row of bars.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// One bar a value, as high as its share of the largest; a space for nothing.
    static func of(_ values: [Int64]) -> String {
        guard let largest = values.max(), largest > 0 else { return String(repeating: " ", count: values.count) }
        return String(
            values.map { value in
                value == 0 ? " " : bars[Int((value * Int64(bars.count) - 1) / largest)]
            }
        )
    }
}
