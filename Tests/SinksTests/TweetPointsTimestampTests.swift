import Signals
import Sinks
import Testing

@Suite struct TweetPointsTimestampTests {
    private func nanoseconds(_ source: String, _ id: String, _ milliseconds: Int64) -> Int64 {
        TweetPoints.timestamp(of: SignalID(source: source, id: id), at: Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: ["x", "mastodon", "bluesky"])
    func `Posts of sources with milliseconds stay in their millisecond`(source: String) {
        for milliseconds in [1_504_012_107_131, 0, -1, -1_504_012_107_131] as [Int64] {
            let times = (0..<1000).map { nanoseconds(source, String($0), milliseconds) }
            let span = milliseconds * 1_000_000..<(milliseconds + 1) * 1_000_000
            #expect(times.allSatisfy(span.contains))
        }
    }

    @Test(arguments: ["file", "github", "rss", "X", ""])
    func `Posts of all other sources stay in their second`(source: String) {
        for seconds in [1_504_012_107, 0, -1] as [Int64] {
            let times = (0..<1000).map { nanoseconds(source, String($0), seconds * 1000 + 131) }
            let span = seconds * 1_000_000_000..<(seconds + 1) * 1_000_000_000
            #expect(times.allSatisfy(span.contains))
        }
    }

    @Test func `A second's post has the same time whether its milliseconds are stated or not`() {
        #expect(nanoseconds("file", "7", 1_504_012_107_000) == nanoseconds("file", "7", 1_504_012_107_999))
    }

    /// Fixed for ever: a point that changes its time is a second point.
    @Test func `The same post has the same nanosecond in every version`() {
        #expect(nanoseconds("x", "902518307445772288", 1_504_012_107_131) == 1_504_012_107_131_000_000 + Self.spreadOfX)
        #expect(nanoseconds("file", "a", 1_504_012_107_131) == 1_504_012_107_000_000_000 + Self.spreadOfFile)
    }

    /// XXH64 of `x:902518307445772288` modulo 10^6 and of `file:a` modulo 10^9, as the xxHash project computes it.
    private static let spreadOfX: Int64 = 224_443
    private static let spreadOfFile: Int64 = 972_096_326

    @Test func `Posts of one second are hardly ever one point`() {
        let times = Set((0..<1000).map { nanoseconds("file", String($0), 1_504_012_107_000) })
        #expect(times.count >= 999)
    }

    @Test func `The times a timestamp can have fit the server's`() throws {
        for text in ["1678-01-01T00:00:00Z", "2261-12-31T23:59:59.999Z"] {
            let time = try #require(Timestamp(iso8601: text))
            let nanoseconds = TweetPoints.timestamp(of: SignalID(source: "file", id: "a"), at: time)
            #expect(nanoseconds > .min + 2 && nanoseconds < .max - 1)
        }
    }
}
