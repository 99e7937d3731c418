import Signals

/// Finds the topics of text after text, in memory that is used again.
///
/// What changes lies behind pointers, which the compiler need not guard against being accessed twice at once.
final class TopicFinder {
    /// More mentions than these in one text say nothing new about it.
    private static let mostMentions = 256

    /// A topic named, and where.
    struct Mention {
        let topic: Int
        let tokens: Range<Int>
    }

    private let matcher: TopicMatcher
    private let list = UnsafeMutablePointer<Mention>.allocate(capacity: mostMentions)
    private let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    /// By topic, the number of the text in which each role of a term was found last: nothing has to be cleared between
    /// two texts.
    private let stamps: UnsafeMutableBufferPointer<Stamps>
    private let text = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)

    private struct Stamps {
        var name: UInt64 = 0
        var excluded: UInt64 = 0
        var required: UInt64 = 0
    }

    init(matcher: TopicMatcher) {
        self.matcher = matcher
        stamps = .allocate(capacity: matcher.topics.count)
        stamps.initialize(repeating: Stamps())
        count.initialize(to: 0)
        text.initialize(to: 0)
    }

    deinit {
        stamps.deallocate()
        list.deallocate()
        count.deallocate()
        text.deallocate()
    }

    /// Writes the numbers of the topics named to `topics`, each once, in the order they are named first.
    ///
    /// `buffer`: marked with an index that has the matcher's terms.
    func find(in buffer: TokenBuffer, of bytes: UnsafeRawBufferPointer, into topics: inout [Int]) {
        if !topics.isEmpty { topics.removeAll(keepingCapacity: true) }
        count.pointee = 0
        text.pointee &+= 1
        matcher.match(buffer, of: bytes) { note($0, $1, &topics) }
        if matcher.hasConditions, !topics.isEmpty { topics.removeAll { !isHeld($0) } }
    }

    /// Whether the text read last has more mentions than are noted.
    var isOverfull: Bool { count.pointee == Self.mostMentions }

    /// The mentions in the text read last, those of topics that are ruled out too.
    var mentions: UnsafeBufferPointer<Mention> { UnsafeBufferPointer(start: list, count: count.pointee) }

    private func note(_ link: TopicMatcher.Link, _ tokens: Range<Int>, _ topics: inout [Int]) {
        let topic = Int(link.topic)
        switch link.role {
        case .name:
            if count.pointee < Self.mostMentions {
                (list + count.pointee).initialize(to: Mention(topic: topic, tokens: tokens))
                count.pointee &+= 1
            }
            guard stamps[topic].name != text.pointee else { return }
            stamps[topic].name = text.pointee
            topics.append(topic)
        case .excluded: stamps[topic].excluded = text.pointee
        case .required: stamps[topic].required = text.pointee
        }
    }

    /// Whether the conditions of a topic hold in the text read last.
    private func isHeld(_ topic: Int) -> Bool {
        stamps[topic].excluded != text.pointee
            && (stamps[topic].required == text.pointee || matcher.topics[topic].required.isEmpty)
    }
}
