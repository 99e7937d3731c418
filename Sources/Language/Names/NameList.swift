import CResources

/// Names that are known, and words that tell what a name is.
struct NameList: Sendable {
    struct Marks: OptionSet, Sendable {
        let rawValue: UInt32

        static let place = Marks(rawValue: 1)
        static let organisation = Marks(rawValue: 2)
        static let product = Marks(rawValue: 4)
        static let given = Marks(rawValue: 8)
        static let title = Marks(rawValue: 16)
        static let body = Marks(rawValue: 32)
        static let site = Marks(rawValue: 64)
        static let plain = Marks(rawValue: 128)
        static let counted = Marks(rawValue: 256)
        /// The start of a known name of several words.
        static let goesOn = Marks(rawValue: 512)
        /// An acronym, which is no name in small letters: WHO.
        static let acronym = Marks(rawValue: 1024)

        static let names: Marks = [.place, .organisation, .product]

        fileprivate static let byName: [Substring: Marks] = [
            "place": .place, "organisation": .organisation, "product": .product, "given": .given, "title": .title,
            "body": .body, "site": .site, "plain": .plain, "counted": .counted,
        ]
    }

    static let embedded = NameList(String(resource: earshot_known_names))

    private let index: HashIndex

    /// - Parameter list: lines as `known-names.txt` describes them.
    init(_ list: String) {
        let buffer = TokenBuffer()
        var marks: [UInt64: Marks] = [:]
        for fields in WordList.lines(list) {
            guard let mark = fields.first.flatMap({ Marks.byName[$0] }) else {
                preconditionFailure("the names have a line of no known kind: \(fields)")
            }
            for name in fields.dropFirst() { Self.add(name, mark, buffer, to: &marks) }
        }
        index = HashIndex(capacity: marks.count)
        for (hash, marks) in marks { index.set(hash, to: marks.rawValue) }
    }

    private static func add(_ name: Substring, _ mark: Marks, _ buffer: TokenBuffer, to marks: inout [UInt64: Marks]) {
        var spaced = name.replacing("_", with: " ")
        spaced.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
        precondition(buffer.count > 0, "a name without a word: \(name)")
        var path = buffer[0].hash
        for number in 1..<max(1, buffer.count) {
            marks[path, default: []].insert(.goesOn)
            path = TokenHash.join(path, buffer[number].hash)
        }
        marks[path, default: []].insert(mark)
        let isAcronym = !mark.isDisjoint(with: .names) && name.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        if isAcronym { marks[path, default: []].insert(.acronym) }
    }

    /// What is known of a word, or of words in a row by their joined hash.
    func marks(of hash: UInt64) -> Marks {
        index.value(of: hash).map(Marks.init(rawValue:)) ?? []
    }
}
