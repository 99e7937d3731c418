import Language
import Signals
import Testing

@Suite struct TopicMatcherTests {
    private static func found(_ topics: [String], _ text: String) throws -> [String] {
        try Reader(topics: topics).topics(in: text)
    }

    @Test(arguments: [
        ("api", "the API is down"), ("api", "(api)"), ("api", "api"), ("api", "API-first"), ("api", "REST/API/gRPC"),
        ("api", "the api's docs"),
        ("api", "“API”"), ("swift", "I like SWIFT’S types"), ("swift", "Swift’s—well"), ("café", "CAFE"),
        ("cafe", "le café"), ("café", "cafe\u{301}"),
        ("c++", "C++ and Rust"), ("c++", "(C++)"), ("c++", "“C++”"), ("c#", "C#, F#"), ("node.js", "Node.js 20"),
        ("node.js", "node js"),
        ("node.js", "node-js"), ("open source", "Open-Source"), ("open source", "open\nsource"),
        ("open source", "an open   source tool"),
        ("東京", "明日は東京タワー"), ("한국", "한국어"), ("continuous delivery", "continuous delivery's end"), ("🚀", "to the 🚀!"),
        ("2.0", "version 2.0 is out"),
        ("it's", "it's"), ("don't", "DONT"), ("a b c", "a b c"), ("swift", "@x swift #y"), ("swift", "swift🚀"),
        ("ёжик", "ЕЖИК"), ("open source", "#open source"),
    ])
    func `a keyword is found`(keyword: String, text: String) throws {
        #expect(try Self.found([keyword], text) == [keyword])
    }

    @Test(arguments: [
        ("api", "rapid therapist APIs"), ("swift", "swiftly swiftui"), ("swift", "https://swift.org/swift"),
        ("swift", "www.swift.org"), ("swift", "https://x.y/café/swift"),
        ("c++", "C and c#"), ("c#", "C++ and c"), ("c", "C++ and C#"), ("c++", "c++lib"), ("node.js", "nodejs"),
        ("node.js", "node and js"),
        ("open source", "Keep it open. Source: Reuters"), ("open source", "open, source"),
        ("open source", "is it open? source!"), ("open source", "open\n\nsource"),
        ("open source", "it is “open.” Source: Reuters"), ("open source", "open https://x.y source"),
        ("open source", "source open"), ("open source", "opensource"),
        ("東京", "京都と東北"), ("influxdb", "influxdb2"), ("influxdb", "influx db"), ("devops", "dev-ops"), ("2.0", "2.01"),
        ("swift", "@swiftlang #swiftui"), ("swift", ""),
    ])
    func `a keyword is not found`(keyword: String, text: String) throws {
        #expect(try Self.found([keyword], text) == [])
    }

    @Test(arguments: [
        ("swift", "#Swift", true), ("swift", "@swift", true), ("open source", "#OpenSource", true),
        ("open source", "#open_source", true), ("open source", "@opensource", true),
        ("node.js", "#nodejs", true), ("café", "#cafe", true), ("東京", "#東京", true), ("open source", "#open", false),
        ("swift", "#swiftlang", false), ("#swift", "#SWIFT", true),
        ("#swift", "swift", false), ("#swift", "@swift", false), ("@swift", "@Swift", true), ("@swift", "swift", false),
        ("@swift", "#swift", false), ("@ada", "@ada@example.org", true),
        ("@ada", "@ada.bsky.social", true), ("#東京", "東京", false), ("#東京", "#東京", true), ("swift", "a#swift", true),
        ("#swift", "a#swift", false),
    ])
    func `tags and mentions match keywords`(keyword: String, text: String, isFound: Bool) throws {
        #expect(try Self.found([keyword], text) == (isFound ? [keyword] : []))
    }

    @Test(arguments: [
        (["swift", "#swift"], "#swift", ["swift", "#swift"]), (["#swift", "swift"], "#swift", ["#swift", "swift"]),
        (["swift", "#swift"], "swift", ["swift"]),
        (["swift", "@swift", "#swift"], "@swift", ["swift", "@swift"]),
        (["node.js", "nodejs"], "#nodejs", ["node.js", "nodejs"]),
        (["nodejs", "node.js"], "#nodejs", ["nodejs", "node.js"]),
        (["node.js", "nodejs", "no de js", "#nodejs"], "@NodeJS", ["node.js", "nodejs", "no de js"]),
        (["open source", "open"], "open source", ["open", "open source"]),
        (["source", "open source", "source code"], "open source code", ["open source", "source", "source code"]),
        (["a b c", "b", "b c d"], "a b c d", ["a b c", "b", "b c d"]),
    ])
    func `keywords that meet in one place are all found`(keywords: [String], text: String, expected: [String]) throws {
        #expect(try Self.found(keywords, text) == expected)
    }

    @Test func `topics come in the order they first occur, each once`() throws {
        #expect(
            try Self.found(["api", "swift", "influxdb"], "InfluxDB, then Swift, InfluxDB again, an API and #swift") == [
                "influxdb", "swift", "api",
            ]
        )
    }

    @Test(arguments: [
        (["swift", "Swift", "SWIFT "], ["swift"]), (["café", "cafe", "CAFÉ"], ["café"]),
        (["node.js", "node js", "Node-JS"], ["node.js"]), (["#swift", "swift"], ["#swift", "swift"]),
        (["open source", "opensource"], ["open source", "opensource"]), ([], []),
    ])
    func `keywords that read the same are one topic`(keywords: [String], kept: [String]) throws {
        #expect(try TopicMatcher(topics: keywords.map(Topic.init)).topics.map(\.name) == kept)
    }

    @Test(arguments: ["", " ", "...", "—", "https://swift.org", "#", "@", "\u{200B}"])
    func `a keyword without a word is refused`(keyword: String) throws {
        let error = try #require(throws: TopicError.self) {
            try TopicMatcher(topics: [Topic(name: "swift"), Topic(name: keyword)])
        }
        #expect(
            error.description
                == "the keyword \(keyword.debugDescription) holds no word, number or emoji, so nothing could ever match it. Remove it or spell it out."
        )
    }

    @Test func `no topics match nothing`() throws {
        #expect(try Self.found([], "swift api") == [])
    }
}
