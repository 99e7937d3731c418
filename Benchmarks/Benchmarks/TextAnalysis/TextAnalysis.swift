import Benchmark
import CResources
import Foundation
import Language
import Relevance
import Signals

/// All analysis of a text: tokens, topics, profanity, sentiment, offensive, relevance.
///
/// Texts come from a file of posts (EARSHOT_BENCH_POSTS) or, without one, from the bundled sample. Every iteration reads
/// the next, so that nothing can be hoisted out of the loop.
let benchmarks: @Sendable () -> Void = {
    Benchmark(
        "all analysis of a post",
        configuration: .init(
            metrics: [.cpuUser, .wallClock, .throughput],
            timeUnits: .nanoseconds,
            scalingFactor: .mega,
            maxDuration: .seconds(10)
        )
    ) { benchmark in
        let texts = Texts.loaded
        let matcher = try TopicMatcher(topics: Texts.topics)
        let judge = Judge(matcher: matcher, model: .embedded)
        var judgement = Judgement()
        var next = 0
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            texts[next].withUnsafeBytes { text in
                var post = PostView(text: text)
                post.language = Texts.english.withUnsafeBytes { $0 }
                judge.judge(post, into: &judgement)
            }
            blackHole(judgement.relevance)
            next = (next + 1) % texts.count
        }
    }
}

/// What is judged.
enum Texts {
    static let english = Array("en".utf8)

    static var topics: [Topic] {
        String(decoding: bytes(earshot_demo_topics), as: UTF8.self).split(separator: "\n").map {
            Topic(name: String($0))
        }
    }

    static let loaded = load()

    private static func load() -> [[UInt8]] {
        let path = ProcessInfo.processInfo.environment["EARSHOT_BENCH_POSTS"]
        let data =
            path.flatMap { $0.isEmpty ? nil : FileManager.default.contents(atPath: $0) }
            ?? Data(bytes(earshot_demo_posts))
        let texts = data.split(separator: UInt8(ascii: "\n")).prefix(100_000).compactMap { line in
            (try? JSONSerialization.jsonObject(with: line) as? [String: Any])?["text"] as? String
        }
        return texts.map { Array($0.utf8) }
    }

    private static func bytes(_ resource: earshot_resource) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: resource.bytes, count: resource.length))
    }
}
