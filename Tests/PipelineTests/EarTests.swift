import Feeds
import Pipeline
import Signals
import Store
import Testing

@Suite struct EarTests {
    @Test func `a post of many topics costs the posts behind it no memory`() async throws {
        let names = (0..<200).map { "topic\($0)" }
        let long = #"{"id":"long","text":"\#(names.joined(separator: " "))"}"#
        let short = (0..<300).map { #"{"id":"\#($0)","text":"of topic\#($0 % 200) alone"}"# }
        let lines = ([long] + short).joined(separator: "\n")
        let rules = try JudgingRules(topics: names.map(Topic.init))
        let ear = Ear(
            .memory(bytes: Array(lines.utf8), name: "a test"),
            rules: rules,
            configuration: .init()
        ) { Timestamp(seconds: 1_504_011_600) }
        _ = try await ear.start { _, _ in [] }
        let signals = try #require(try await ear.next()).signals

        #expect(signals.count == 301)
        #expect(signals[0].judgement.keywords.count == 200)
        for signal in signals.dropFirst() {
            #expect(signal.judgement.keywords.count == 1)
            #expect(signal.judgement.keywords.capacity < 50)
            #expect(signal.judgement.reasons.capacity < 50)
            #expect(signal.topics.capacity < 50)
        }
    }
}
