import Signals
import Sinks
import Testing

@Suite struct TweetPointsTests {
    private let entry = OutboxEntry.told(isVolatile: true, raw: Array(#"{"id":1}"#.utf8))

    private func points(of entry: OutboxEntry, includesRaw: Bool = false) -> [Point] {
        TweetPoints(includesRaw: includesRaw).points(of: entry)
    }

    private func fields(_ point: Point?) -> [String: Point.Field] {
        Dictionary((point?.fields ?? []).map { ($0.key, $0.value) }) { $1 }
    }

    private func tags(_ point: Point) -> [String: String] {
        Dictionary(point.tags.map { ($0.key, $0.value) }) { $1 }
    }

    private let shared: [String: Point.Field] = [
        "tweetid": .integer(902_518_307_445_772_288), "relevance": .float(0.71), "user": .string("Champagnie"),
        "volatile": .boolean(true), "id": .string("x:902518307445772288"), "sentiment": .float(-0.25),
    ]

    @Test func `A post is one point in posts and one a keyword in tweets`() {
        let points = points(of: entry)
        #expect(points.map(\.measurement) == ["posts", "tweets", "tweets"])
        #expect(
            points.map(tags) == [
                ["source": "x"], ["source": "x", "keywords": "swift"], ["source": "x", "keywords": "devops"],
            ]
        )
        #expect(Set(points.map(\.timestamp)).count == 1)
    }

    @Test func `The fields are those of the original collector, with id and sentiment beside them`() {
        let points = points(of: entry)
        #expect(fields(points[1]) == shared)
        #expect(fields(points[2]) == shared)
        #expect(fields(points[0]) == shared.merging(["keywords": .string("devops,swift")]) { $1 })
    }

    @Test func `A keyword's point has the sentiment on it, where the text tells topics apart`() {
        let points = points(of: .told(topicSentiments: [Sentiment(negative: .zero, positive: Score(0.9))]))
        #expect(points.map { fields($0)["sentiment"] } == [.float(-0.25), .float(0.9), .float(-0.25)])
    }

    @Test func `A post without keywords has its total only`() {
        var quiet = points(of: .told(topics: []))
        #expect(quiet.count == 1)
        #expect(fields(quiet.removeFirst())["keywords"] == .string(""))
    }

    @Test func `An unknown author or sentiment is no field, not an empty one or a zero`() {
        for point in points(of: .told(author: nil, sentiment: nil)) {
            #expect(fields(point)["user"] == nil)
            #expect(fields(point)["sentiment"] == nil)
            #expect(fields(point)["relevance"] == .float(0.71))
        }
    }

    @Test func `The line as heard is a field of the keywords' points when that is asked for`() {
        let raw = points(of: entry, includesRaw: true)
        #expect(raw.map { fields($0)["raw"] } == [nil, .string(#"{"id":1}"#), .string(#"{"id":1}"#)])
        #expect(points(of: entry).allSatisfy { fields($0)["raw"] == nil })
    }

    @Test func `An id that is no number becomes a stable number`() {
        let id = SignalID(source: "bluesky", id: "at://did:plc:abc/app.bsky.feed.post/3k")
        let number = fields(points(of: .told(id: id))[0])["tweetid"]
        #expect(number == .integer(id.number))
        #expect(id.number > 0)
    }

    @Test func `The tag is the source of the closed list, the field id the true one`() {
        let point = points(of: .told(id: SignalID(source: "stranger", id: "5"), sourceTag: "other"))[1]
        #expect(tags(point)["source"] == "other")
        #expect(fields(point)["id"] == .string("stranger:5"))
    }

    @Test func `Nothing a stranger wrote is ever a tag`() {
        let hostile = OutboxEntry.told(author: "mallory,keywords=x", raw: Array("text".utf8))
        let values = points(of: hostile, includesRaw: true).flatMap(\.tags)
        #expect(Set(values.map(\.key)) == ["source", "keywords"])
        #expect(Set(values.map(\.value)) == ["x", "swift", "devops"])
    }
}
