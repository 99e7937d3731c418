import Feeds
import Foundation
import Language
import Relevance
import Signals
import TestSupport

/// The labelled posts of one recorded event as decisions, each text once, in their order.
struct CrisisDecisions {
    let examples: [Example]

    /// All events, by name.
    static func events() throws -> [CrisisDecisions] {
        let reader = try CrisisReader()
        var events: [String: [Example]] = [:]
        var seen: Set<String> = []
        let data = try SystemGzip.decompress(SharedData.url("data/posts/crisis.ndjson.gz").path)
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            guard let labels = text.range(of: "\"stream\": \"", options: .backwards) else { continue }
            let stream = text[labels.upperBound...].prefix { $0 != "\"" }
            guard let features = try reader.features(Array(line), unlessSeen: &seen, in: String(stream)) else {
                continue
            }
            let isAccepted = text.hasSuffix("\"label\": \"on-topic\"}")
            events[String(stream), default: []].append(Example(features, isAccepted: isAccepted))
        }
        return events.keys.sorted().map { CrisisDecisions(examples: events[$0] ?? []) }
    }

    private init(examples: [Example]) {
        self.examples = examples
    }

    /// Some to learn from and 2,500 others, spread over the whole event, to test with.
    func parted(_ random: inout SplitMix) -> (learned: [Example], tested: [Example]) {
        let shuffled = examples.shuffled(using: &random)
        return (Array(shuffled.dropFirst(2_500)), Array(shuffled.prefix(2_500)))
    }

    /// The same in their order, and with as few accepted as `share`.
    func parted(accepted share: Double, _ random: inout SplitMix) -> (learned: [Example], tested: [Example]) {
        let rejected = examples.filter { !$0.isAccepted }
        let wanted = Int(Double(rejected.count) * share / (1 - share))
        let accepted = examples.filter(\.isAccepted).shuffled(using: &random).prefix(wanted)
        let shuffled = (rejected + accepted).shuffled(using: &random)
        return (Array(shuffled.dropFirst(2_500)), Array(shuffled.prefix(2_500)))
    }

    /// The same, those to learn from in the order of time.
    func partedInOrder(_ random: inout SplitMix) -> (learned: [Example], tested: [Example]) {
        let order = examples.indices.shuffled(using: &random)
        return (order.dropFirst(2_500).sorted().map { examples[$0] }, order.prefix(2_500).map { examples[$0] })
    }
}

/// Judges posts of which no topic is tracked, and reads their features from the tokens of the judgement.
private final class CrisisReader {
    private let parser = PostParser()
    private let judge: Judge
    private let reader = FeatureReader()
    private var judgement = Judgement()

    init() throws {
        judge = Judge(matcher: try TopicMatcher(topics: []), model: .embedded)
    }

    /// nil where the text was seen already.
    func features(_ line: [UInt8], unlessSeen seen: inout Set<String>, in stream: String) throws -> DecisionFeatures? {
        let padded = line + [UInt8](repeating: 0, count: PostParser.padding)
        return try padded.withUnsafeBytes { buffer in
            let line = UnsafeRawBufferPointer(rebasing: buffer[..<line.count])
            guard case .post(let post) = parser.read(line, format: .ndjson) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            guard seen.insert(stream + String(decoding: post.text, as: UTF8.self)).inserted else { return nil }
            judge.judge(post, into: &judgement)
            reader.read(post, tokens: judge.tokens, judgement: judgement)
            return reader.frozen(prior: judgement.relevance)
        }
    }
}

extension LearnedRelevance {
    /// How well it predicts labels.
    func figures(on examples: [Example]) -> PredictionFigures {
        PredictionFigures(
            examples.map { example in
                Prediction(
                    Decision(
                        signal: SignalID(source: "x", id: "1"),
                        verdict: example.isAccepted ? .accept : .reject,
                        by: "label",
                        at: Timestamp(seconds: 0)
                    ),
                    probability: rank(of: example.features)
                )
            }
        )
    }
}
