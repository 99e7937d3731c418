import Language

/// Makes inputs out of well-formed ones: what a reader takes apart is broken where it looks.
struct Mutator {
    /// Inputs as they ought to be.
    let seeds: [[UInt8]]
    /// What means something to the reader.
    let dictionary: [[UInt8]]

    init(seeds: [String], dictionary: [String], bytes: [[UInt8]] = []) {
        self.seeds = seeds.map { Array($0.utf8) }
        self.dictionary = dictionary.map { Array($0.utf8) } + bytes + Self.everywhere
    }

    /// What breaks readers of any kind: signs, numbers at the ends of their types, and bytes that are no UTF-8.
    private static let everywhere =
        [
            "", " ", "\n", "\r\n", "\t", "\0", "\\", "\"", "'", "-", "0", "-1", "1e999", "NaN", "9223372036854775808",
            "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "é", "e\u{301}", "🎉", "👩‍👩‍👧", "日本", "ا",
            "\u{1B}[31m",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        ]

    /// One of ten is a seed as it is: what is right has to stay right.
    func input(_ random: inout SplitMix) -> [UInt8] {
        var bytes = seeds[Int.random(in: seeds.indices, using: &random)]
        guard Int.random(in: 0..<10, using: &random) > 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...5, using: &random) { mutate(&bytes, &random) }
        return bytes
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let span = place..<min(bytes.count, place + Int.random(in: 1...24, using: &random))
        let word = dictionary[Int.random(in: dictionary.indices, using: &random)]
        switch Int.random(in: 0..<10, using: &random) {
        case 0 where !span.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where !span.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(span)
        case 3: bytes.insert(contentsOf: Array(bytes[span]), at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.replaceSubrange(span, with: word)
        case 6: bytes.insert(contentsOf: repeatElement(word, count: 40).joined(), at: place)
        case 7:
            let other = seeds[Int.random(in: seeds.indices, using: &random)]
            bytes.replaceSubrange(place..., with: other.dropFirst(min(other.count, place)))
        default: bytes.insert(contentsOf: word, at: place)
        }
    }
}
