import Foundation
import Language
import Signals
import TestSupport

/// What a replay of the crisis collection has to leave behind, counted from the file with Foundation.
///
/// Of the program under test only the matching of topics is used.
struct CrisisRecount {
    struct Bucket: Hashable {
        /// nil for all posts.
        let topic: String?
        let step: Int64
        let start: Int64
    }

    struct Link: Hashable {
        let topic: String
        let time: Int64
        let id: String
    }

    static let steps: [Int64] = [300_000, 3_600_000, 86_400_000]

    private(set) var ids: Set<String> = []
    private(set) var lines = 0
    private(set) var bytes = 0
    private(set) var buckets: [Bucket: Int] = [:]
    private(set) var links: Set<Link> = []
    private(set) var span: (first: Int64, last: Int64) = (.max, .min)

    init(file: String, topics: [String]) throws {
        let data = try SystemGzip.decompress(file)
        bytes = data.count
        let analyzer = TextAnalyzer(matcher: try TopicMatcher(topics: topics.map(Topic.init)), model: .embedded)
        var analysis = Analysis()
        for line in data.split(separator: UInt8(ascii: "\n")) {
            guard let post = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
                let id = post["id"] as? String,
                var text = post["text"] as? String, let stated = post["time"] as? String
            else { throw CocoaError(.fileReadCorruptFile) }
            text.withUTF8 { analyzer.analyze(UnsafeRawBufferPointer($0), declaredLanguage: nil, into: &analysis) }
            add(id: id, time: try Self.time(id: id, stated: stated), topics: analysis.topics.map { topics[$0] })
        }
    }

    /// The millisecond in the upper 42 bits of the id, counted from X's epoch, where it agrees with the time stated.
    private static func time(id: String, stated: String) throws -> Int64 {
        let date = try Date.ISO8601FormatStyle(includingFractionalSeconds: stated.contains(".")).parse(stated)
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
        guard let number = UInt64(id) else { return milliseconds }
        let exact = Int64(number / 4_194_304) + 1_288_834_974_657
        return abs(exact - milliseconds) < 2000 ? exact : milliseconds
    }

    private mutating func add(id: String, time: Int64, topics: [String]) {
        lines += 1
        guard ids.insert(id).inserted else { return }
        span = (min(span.first, time), max(span.last, time))
        for topic in topics { links.insert(Link(topic: topic, time: time, id: id)) }
        for topic in topics.map(Optional.some) + [nil] {
            for step in Self.steps {
                buckets[Bucket(topic: topic, step: step, start: time - time % step), default: 0] += 1
            }
        }
    }

    /// How many posts a topic has.
    func count(of topic: String) -> Int {
        links.count { $0.topic == topic }
    }
}
