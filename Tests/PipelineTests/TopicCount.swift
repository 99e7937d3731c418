import Pipeline
import Signals

/// A projection as small as one can be: how many signals name each topic.
struct TopicCount: Projection {
    static let identity = "topic-count"
    static let version: Int64 = 3
    static let reads: [OutboxStream] = [.removals, .signals]

    struct Fault: Error {}

    /// The topics of each signal, by its number.
    private(set) var topics: [Int64: [String]] = [:]

    init() {}

    init(encoded: [UInt8]) throws {
        for line in String(decoding: encoded, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ").map(String.init)
            guard let number = parts.first.flatMap(Int64.init) else { throw Fault() }
            topics[number] = Array(parts.dropFirst())
        }
    }

    var encoded: [UInt8] {
        let lines = topics.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: " "))\n" }
        return Array(lines.joined().utf8)
    }

    var counts: [String: Int] { topics.values.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 } }

    mutating func apply(_ page: OutboxPage) throws {
        for item in page.items {
            switch item.content {
            case .signal(let entry):
                guard !entry.signal.text.contains("poison") else { throw Fault() }
                topics[entry.number] = entry.topics
            case .removal(let removal): if let signal = removal.signal { topics[signal] = nil }
            case .figure, .decision: break
            }
        }
    }
}
