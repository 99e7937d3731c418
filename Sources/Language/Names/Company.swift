/// How much more often than by chance two words stand at most four apart, for pairs where it is more (positive pointwise
/// mutual information).
struct Company {
    private struct Pair {
        let first: Int32
        let second: Int32
        let information: Float
    }

    private typealias Meeting = (first: Int32, second: Int32, count: Double)

    private static let window = 4
    /// A word that stands beside fewer says too little of itself.
    private static let fewest = 32
    /// On how often a word meets any: below one, rare words have less to say (Levy, Goldberg and Dagan, 2015, whose 0.75 for
    /// one of the two words is shared by both here).
    private static let smoothing = 0.875

    /// The vocabulary's numbers of the words that are frequent enough.
    let words: [Int]
    private let pairs: [Pair]

    /// `texts`: the vocabulary's numbers of their words, in order; `words`: how many there are.
    init(_ texts: [[Int32]], words count: Int) {
        var met = Array(repeating: 0, count: count)
        for text in texts {
            for place in text.indices {
                met[Int(text[place])] += min(Self.window, place) + min(Self.window, text.count - 1 - place)
            }
        }
        words = met.indices.filter { met[$0] >= Self.fewest }
        var numbers = Array(repeating: Int32(-1), count: count)
        for (number, word) in words.enumerated() { numbers[word] = Int32(number) }
        pairs = Self.informative(Self.meetings(texts, numbers), words: words.count)
    }

    /// How often words meet, in the order of their numbers, the smaller first.
    private static func meetings(_ texts: [[Int32]], _ numbers: [Int32]) -> [Meeting] {
        var keys: [UInt64] = []
        for text in texts {
            let text = text.map { numbers[Int($0)] }
            for place in text.indices where text[place] >= 0 {
                for other in text[(place + 1)...].prefix(window) where other >= 0 {
                    keys.append(UInt64(min(text[place], other)) << 32 | UInt64(max(text[place], other)))
                }
            }
        }
        keys.sort()
        var meetings: [Meeting] = []
        var last: UInt64?
        for key in keys {
            if key != last { meetings.append((Int32(key >> 32), Int32(truncatingIfNeeded: key), 0)) }
            meetings[meetings.count - 1].count += 1
            last = key
        }
        return meetings
    }

    private static func informative(_ meetings: [Meeting], words: Int) -> [Pair] {
        var met = Array(repeating: 0.0, count: words)
        for meeting in meetings {
            met[Int(meeting.first)] += meeting.count
            met[Int(meeting.second)] += meeting.count
        }
        // To the power of 3/4, by roots, which have the same bits everywhere.
        let total = met.reduce(0) { $0 + $1.squareRoot() * $1.squareRoot().squareRoot() }
        let chances = met.map { smoothing * Softmax.log(max(1, $0)) }
        return meetings.compactMap { first, second, count in
            let count = first == second ? count * 2 : count
            let information = Softmax.log(count * total) - chances[Int(first)] - chances[Int(second)]
            return information > 0 ? Pair(first: first, second: second, information: Float(information)) : nil
        }
    }

    /// The symmetric matrix of information times another.
    func product(_ matrix: Matrix) -> Matrix {
        var product = Matrix(rows: matrix.rows)
        for pair in pairs {
            let (first, second) = (Int(pair.first), Int(pair.second))
            product.add(matrix, row: second, times: pair.information, to: first)
            if first != second { product.add(matrix, row: first, times: pair.information, to: second) }
        }
        return product
    }
}
