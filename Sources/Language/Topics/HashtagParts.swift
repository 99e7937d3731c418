/// The words that a hashtag is written together from, as capitals, digits and `_` part them: `#LearnSwift6`.
enum HashtagParts {
    /// Hashes of the parts, folded; of tags in ASCII only, because other scripts have no capitals or few.
    ///
    /// `tag`: with its sign.
    static func hashes(of tag: UnsafeRawBufferPointer) -> [UInt64] {
        ranges(of: tag).map { range in TokenHash.of(tag[range].lazy.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }) }
    }

    /// Where the parts are, without signs.
    static func ranges(of tag: UnsafeRawBufferPointer) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 1
        func close(_ end: Int) {
            if end > start { parts.append(start..<end) }
        }
        for index in tag.indices.dropFirst() {
            let kind = Kind(tag[index])
            guard let kind else { return [] }
            if kind == .sign {
                close(index)
                start = index + 1
            } else if index > start, isSeam(before: index, tag) {
                close(index)
                start = index
            }
        }
        close(tag.count)
        return parts
    }

    private enum Kind {
        case small, capital, digit, sign

        init?(_ byte: UInt8) {
            switch byte {
            case 0x61...0x7A: self = .small
            case 0x41...0x5A: self = .capital
            case 0x30...0x39: self = .digit
            case 0x5F: self = .sign
            default: return nil
            }
        }
    }

    /// `learn|Swift`, `Swift|6`, `API|Design`.
    private static func isSeam(before index: Int, _ tag: UnsafeRawBufferPointer) -> Bool {
        let (left, right) = (Kind(tag[index - 1]), Kind(tag[index]))
        if left == .capital, right == .capital {
            return index + 1 < tag.count && Kind(tag[index + 1]) == .small
        }
        return left != right && !(left == .capital && right == .small)
    }
}
