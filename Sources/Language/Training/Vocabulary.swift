/// The words of training, lexicon and unlabelled texts, numbered in the order of their first appearance.
struct Vocabulary {
    struct Word {
        let hash: UInt64
        let grams: [UInt32]
        /// How often it occurs in all texts.
        var count = 0
        /// How often it is negated in training.
        var negated = 0
        var valence: Float?
    }

    /// Groups of letters are hashed to so many columns.
    static let gramColumns = 1 << gramBits
    private static let gramBits = 18

    private(set) var words: [Word] = []
    private var numbers: [UInt64: Int] = [:]

    let silent: SilentWords

    init(_ data: TrainingData) {
        silent = data.silent
        let reader = TrainingReader(silent: silent)
        for text in data.training {
            _ = reader.read(
                text.text,
                word: { word in
                    let number = add(word.hash, word.folded)
                    words[number].count += 1
                    if word.isNegated { words[number].negated += 1 }
                }
            )
        }
        for word in data.lexicon.words where !silent.hashes.contains(word.hash) {
            let number = word.folded.withUnsafeBytes { add(word.hash, $0) }
            words[number].valence = word.valence
        }
        for text in data.unlabelled {
            _ = reader.read(text, word: { word in words[add(word.hash, word.folded)].count += 1 })
        }
    }

    /// The number of a word, if it is known.
    func number(of hash: UInt64) -> Int? { numbers[hash] }

    /// The numbers of the known words of texts, in order.
    func numbers(of texts: [String]) -> [[Int32]] {
        let reader = TrainingReader(silent: silent)
        return texts.map { text in
            var numbers: [Int32] = []
            _ = reader.read(
                text,
                word: { word in if let number = number(of: word.hash) { numbers.append(Int32(number)) } }
            )
            return numbers
        }
    }

    private mutating func add(_ hash: UInt64, _ folded: UnsafeRawBufferPointer) -> Int {
        if let number = numbers[hash] { return number }
        numbers[hash] = words.count
        words.append(Word(hash: hash, grams: Self.grams(of: folded)))
        return words.count - 1
    }

    /// Three to five bytes in a row of the word with a mark at its start and end, hashed.
    static func grams(of folded: UnsafeRawBufferPointer) -> [UInt32] {
        guard !folded.isEmpty else { return [] }
        let marked = [UInt8(ascii: "^")] + folded + [UInt8(ascii: "$")]
        var grams: [UInt32] = []
        for length in 3...5 where length <= marked.count {
            for start in 0...marked.count - length {
                let key = LinearModel.key(TokenHash.of(marked[start..<start + length]))
                grams.append(key >> UInt32(32 - gramBits))
            }
        }
        return grams
    }
}
