import Feeds
import Pipeline
import Signals
import Store
import Testing

@Suite struct BatchBuilderTests {
    @Test func `a post of many topics costs the posts behind it no memory`() throws {
        let names = (0..<200).map { "topic\($0)" }
        let long = #"{"id":"long","text":"\#(names.joined(separator: " "))"}"#
        let short = (0..<300).map { #"{"id":"\#($0)","text":"of topic\#($0 % 200) alone"}"# }
        let lines = ([long] + short).joined(separator: "\n")
        let rules = try JudgingRules(topics: names.map(Topic.init))
        let reader = BlockReader(.memory(bytes: Array(lines.utf8), name: "a test"))
        try reader.open()
        let builder = BatchBuilder(rules: rules) { Timestamp(seconds: 1_504_011_600) }
        while let packet = try reader.next() { builder.add(packet) }
        let signals = builder.take().signals

        #expect(signals.count == 301)
        #expect(signals[0].judgement.keywords.count == 200)
        for signal in signals.dropFirst() {
            #expect(signal.judgement.keywords.count == 1)
            #expect(signal.judgement.keywords.capacity < 50)
            #expect(signal.judgement.reasons.capacity < 50)
            #expect(signal.topics.capacity < 50)
        }
    }

    @Test(arguments: [(News.live, 14 * 60, News.live), (.live, 16 * 60, .caughtUp), (.recorded, 0, .recorded)])
    func `A live post is one that was said a moment ago`(news: News, age: Int64, expected: News) throws {
        let now = Timestamp(seconds: 1_504_011_600)
        let line = ReplayFixture.post(1, at: now.milliseconds / 1000 - age - 1) + "\n"
        let reader = BlockReader(.memory(bytes: Array(line.utf8), name: "a test"))
        try reader.open()
        var packet = try #require(try reader.next())
        packet.news = news
        let builder = BatchBuilder(rules: try JudgingRules(topics: [Topic(name: "devops")])) { now }
        builder.add(packet)
        #expect(builder.take().signals.map(\.news) == [expected])
    }
}
