package import Language
package import Signals

/// What was counted of one name.
package struct NameCount: Hashable, Sendable {
    /// As it was written first; as a tag or handle where it was nothing else.
    package let name: String
    /// What most posts say it is, tags aside where anything else is said.
    package let kind: Entity.Kind
    package let posts: Int
    /// Exact up to 64, estimated beyond.
    package let authors: Int
    /// Mean of the posts whose sentiment is known; nil where it is of none.
    package let sentiment: Score?
    /// The first post that names it.
    package let example: SignalID
}

/// Counts the names of posts in bounded memory.
///
/// At most 8,192 names are in hand. When there are more, the half that fewest posts name is forgotten, so the count of
/// a name that comes back may lack its earlier posts (Misra and Gries, 1982, by halves).
package struct NameCounts: Sendable {
    package static let most = 8_192

    private var entries: [UInt64: Entry] = [:]
    /// How many names were forgotten.
    package private(set) var forgotten = 0

    package init() {}

    fileprivate struct Entry: Sendable {
        var name: String
        let example: SignalID
        var posts = 0
        var authors = DistinctCount()
        var sentiment: Int64 = 0
        var judged: Int64 = 0
        var kinds = SIMD8<Int32>()
    }

    /// Counts each name of one post once.
    package mutating func add(_ entities: [Entity], author: String?, sentiment: Score?, id: SignalID) {
        var seen: Set<UInt64> = []
        for entity in entities where seen.insert(entity.hash).inserted {
            var entry = entries[entity.hash] ?? Entry(name: entity.name, example: id)
            if entry.isTagOnly, entity.kind != .tag, entity.kind != .handle { entry.name = entity.name }
            entry.posts += 1
            if let author { entry.authors.insert(StableHash.hash(author)) }
            if let sentiment {
                entry.sentiment += Int64(sentiment.tenThousandths)
                entry.judged += 1
            }
            entry.kinds[entity.kind.number] += 1
            entries[entity.hash] = entry
        }
        if entries.count > Self.most { forgetHalf() }
    }

    private mutating func forgetHalf() {
        let kept = entries.sorted { ($1.value.posts, $0.key) < ($0.value.posts, $1.key) }.prefix(Self.most / 2)
        forgotten += entries.count - kept.count
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    /// The names that most people use, then those that most posts hold.
    ///
    /// `isWanted`: asked from the most used on, until `limit` are found.
    package func top(_ limit: Int, where isWanted: (String) -> Bool) -> [NameCount] {
        let sorted = entries.values.sorted { ($1.rank, $0.name) < ($0.rank, $1.name) }
        var found: [NameCount] = []
        for entry in sorted where isWanted(entry.name) {
            found.append(entry.count)
            if found.count == limit { break }
        }
        return found
    }
}

extension NameCounts.Entry {
    /// Names that one author repeats come behind those that several use.
    fileprivate var rank: Int { min(authors.count, posts) << 32 | posts }

    fileprivate var count: NameCount {
        NameCount(
            name: name,
            kind: kind,
            posts: posts,
            authors: min(authors.count, posts),
            sentiment: judged == 0 ? nil : Score(tenThousandths: Int32(sentiment / judged)),
            example: example
        )
    }

    fileprivate var isTagOnly: Bool {
        posts > 0 && kinds[Entity.Kind.tag.number] + kinds[Entity.Kind.handle.number] == kinds.wrappedSum()
    }

    private var kind: Entity.Kind {
        let named = Entity.Kind.allCases.filter { ![.tag, .handle, .other].contains($0) && kinds[$0.number] > 0 }
        let most = named.max { kinds[$0.number] < kinds[$1.number] }
        let rest: [Entity.Kind] = [.other, .tag, .handle]
        return most ?? rest.first { kinds[$0.number] > 0 } ?? .other
    }
}

extension Entity.Kind {
    fileprivate var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
