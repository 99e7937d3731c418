extension Trainer {
    /// Labelled texts as sparse rows, one behind the other.
    struct Examples {
        private(set) var labels: [Int] = []
        private var starts = [0]
        private(set) var columns: [UInt32] = []
        private(set) var values: [Float] = []

        var count: Int { labels.count }

        /// Where the columns and values of a text are.
        func range(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

        /// `cells`: any order; those of one column are added up.
        mutating func append(label: Int, _ cells: [(column: UInt32, value: Float)]) {
            labels.append(label)
            let first = columns.count
            for cell in cells.sorted(by: { $0.column < $1.column }) {
                if columns.count > first, columns.last == cell.column {
                    values[values.count - 1] += cell.value
                } else {
                    columns.append(cell.column)
                    values.append(cell.value)
                }
            }
            starts.append(columns.count)
        }
    }

    /// What training learns a weight for, in this order: words, negated words, positive and negative valence, groups of
    /// letters, directions of the embedding, word pairs and emphasis.
    struct Columns {
        /// Letters say less than a word does, and there are more of them.
        static let gramValue: Float = 0.3
        /// What is left of a valence that is negated, and turned round (Hutto and Gilbert, 2014).
        static let negatedValence: Float = -0.74

        let vocabulary: Vocabulary
        /// nil where training does without.
        let embedding: Embedding?
        /// Word pairs and emphasis seen twice in training, and how often.
        private(set) var others: [(hash: UInt64, count: Int)] = []
        private var otherNumbers: [UInt64: Int] = [:]

        init(_ data: TrainingData, embedded: Float) {
            vocabulary = Vocabulary(data)
            embedding = embedded > 0 ? Embedding(of: vocabulary, in: data, deviation: embedded) : nil
            var seen: [(hash: UInt64, count: Int)] = []
            var numbers: [UInt64: Int] = [:]
            let reader = TrainingReader(silent: vocabulary.silent)
            for text in data.training {
                _ = reader.read(
                    text.text,
                    word: { _ in },
                    other: { hash in
                        let number = numbers[hash, default: seen.count]
                        if number == seen.count {
                            numbers[hash] = number
                            seen.append((hash, 0))
                        }
                        seen[number].count += 1
                    }
                )
            }
            others = seen.filter { $0.count >= 2 }
            for (number, other) in others.enumerated() { otherNumbers[other.hash] = number }
        }

        private var words: Int { vocabulary.words.count }
        private var firstDirection: Int { words * 2 + 2 + Vocabulary.gramColumns }
        private var directions: Int { embedding == nil ? 0 : Matrix.width }
        private var firstOther: Int { firstDirection + directions }
        var count: Int { firstOther + others.count }

        func negated(_ word: Int) -> Int { words + word }
        func valence(isPositive: Bool) -> Int { words * 2 + (isPositive ? 0 : 1) }
        func gram(_ gram: UInt32) -> Int { words * 2 + 2 + Int(gram) }
        func direction(_ number: Int) -> Int { firstDirection + number }
        func other(_ number: Int) -> Int { firstOther + number }

        func examples(of texts: [LabelledText]) -> Examples {
            var examples = Examples()
            let reader = TrainingReader(silent: vocabulary.silent)
            for text in texts {
                var cells: [(column: UInt32, value: Float)] = []
                var numbers: [Int32] = []
                let factor = reader.read(
                    text.text,
                    word: {
                        append($0, to: &cells)
                        if let number = vocabulary.number(of: $0.hash) { numbers.append(Int32(number)) }
                    },
                    other: { hash in
                        if let number = otherNumbers[hash] { cells.append((UInt32(other(number)), 1)) }
                    }
                )
                for (number, value) in (embedding?.sum(numbers) ?? []).enumerated() {
                    cells.append((UInt32(direction(number)), value))
                }
                examples.append(label: text.label, cells.map { ($0.column, $0.value * factor) })
            }
            return examples
        }

        private func append(_ word: TrainingReader.Word, to cells: inout [(column: UInt32, value: Float)]) {
            let number = vocabulary.number(of: word.hash)
            let known = number.map { vocabulary.words[$0] }
            for column in known?.grams ?? Vocabulary.grams(of: word.folded) {
                cells.append((UInt32(gram(column)), Self.gramValue))
            }
            guard let number, let known else { return }
            cells.append((UInt32(number), 1))
            if word.isNegated { cells.append((UInt32(negated(number)), 1)) }
            guard let valence = known.valence, valence != 0 else { return }
            let heard = word.isNegated ? valence * Self.negatedValence : valence
            cells.append((UInt32(self.valence(isPositive: heard > 0)), heard / 2))
        }
    }
}
