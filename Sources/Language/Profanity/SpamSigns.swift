import CResources
import Signals

/// Finds signs of spam in a text that was read into tokens: phrases that adverts, prize draws and sellers of followers use.
///
/// A phrase is looked for by its last word, which is rarer than its first. Those words are marked when a text is read, so
/// that a text without one costs nothing.
///
/// Many hashtags, mentions or links, words repeated, and capitals were measured and ruled out: most posts with them are
/// no spam (see `docs/benchmarks.md`).
struct SpamSigns: Sendable {
    /// By their last words, which `index` numbers.
    private let phrases: [[Phrase]]
    private let index: HashIndex
    /// Hashes of the last words.
    let endings: [UInt64]
    /// Which list this is.
    let revision: UInt64

    /// The list embedded in the program.
    static let embedded = SpamSigns(String(resource: earshot_spam))

    /// - Parameter list: lines of `always` or `linked`, then a phrase.
    init(_ list: String) {
        let entries = WordList.lines(list).map(Self.phrase)
        let groups = Dictionary(grouping: entries) { $0.words[0] }.sorted { $0.key < $1.key }
        endings = groups.map(\.key)
        phrases = groups.map(\.value)
        index = HashIndex(capacity: groups.count)
        for (number, ending) in endings.enumerated() { index.set(ending, to: UInt32(number)) }
        revision = StableHash.hash(list)
    }

    private static func phrase(_ words: [Substring]) -> Phrase {
        precondition(words.count > 1 && ["always", "linked"].contains(words[0]), "no sign of spam: \(words)")
        return Phrase(
            name: words.dropFirst().joined(separator: " "),
            words: words.dropFirst().reversed().map { TokenHash.of($0.utf8) },
            needsLink: words[0] == "linked"
        )
    }

    /// The first sign in a text, as it stands in the list.
    func first(in buffer: TokenBuffer) -> String? {
        let tokens = buffer.tokens
        // Once a text: a hostile one has thousands of places.
        var hasLink: Bool?
        for place in buffer.notable where tokens[Int(place)].mark.contains(.endsSpam) {
            let place = Int(place)
            guard let number = index.value(of: tokens[place].hash) else { continue }
            for phrase in phrases[Int(number)] where phrase.ends(at: place, tokens) {
                if phrase.needsLink, hasLink == nil { hasLink = tokens.contains { $0.kind == .url } }
                if !phrase.needsLink || hasLink == true { return phrase.name }
            }
        }
        return nil
    }
}

extension SpamSigns {
    private struct Phrase {
        let name: String
        /// Hashes of its words, the last one first.
        let words: [UInt64]
        let needsLink: Bool

        func ends(at last: Int, _ tokens: UnsafeBufferPointer<Token>) -> Bool {
            last + 1 >= words.count
                && words.indices.allSatisfy { Self.isWord(tokens[last - $0], words[$0]) }
        }

        /// A name that is mentioned is no word.
        private static func isWord(_ token: Token, _ hash: UInt64) -> Bool {
            token.hash == hash && token.kind != .mention
        }
    }
}
