import Signals
import Sinks
import Testing

@Suite struct LineProtocolTests {
    private func line(_ point: Point) -> String {
        var lines = LineProtocol()
        lines.append(point)
        return String(decoding: lines.bytes, as: UTF8.self)
    }

    private func line(
        _ measurement: String = "m",
        tags: [(key: String, value: String)] = [],
        fields: [(key: String, value: Point.Field)] = [("v", .integer(1))],
        timestamp: Int64 = 1
    ) -> String {
        line(Point(measurement: measurement, tags: tags, fields: fields, timestamp: timestamp))
    }

    @Test func `A point is one line: tags by key, fields in their order, the time in nanoseconds`() {
        let point = Point(
            measurement: "tweets",
            tags: [("source", "x"), ("keywords", "devops")],
            fields: [
                ("tweetid", .integer(-7)), ("relevance", .float(0.5)), ("volatile", .boolean(true)),
                ("id", .string("x:7")),
            ],
            timestamp: 1_504_012_107_000_000_000
        )
        let expected =
            #"tweets,keywords=devops,source=x tweetid=-7i,relevance=0.5,volatile=t,id="x:7" 1504012107000000000"#
        #expect(line(point) == expected + "\n")
    }

    @Test(arguments: [
        ("a b", #"a\ b"#), ("a,b", #"a\,b"#), ("a=b", "a=b"), ("a\"b", "a\"b"), ("a#b", "a#b"), ("#a", "_#a"),
        (#"a\b"#, #"a\b"#), (#"a\\"#, "a"), ("a\nb", #"a\ b"#), ("a\r\nb", #"a\ \ b"#), ("🎉", "🎉"),
    ])
    func `A measurement escapes comma and space`(measurement: String, written: String) {
        #expect(line(measurement) == "\(written) v=1i 1\n")
    }

    @Test(arguments: [
        ("a b", #"a\ b"#), ("a,b", #"a\,b"#), ("a=b", #"a\=b"#), ("\"a\"", "\"a\""), ("#a", "#a"), (#"a\b"#, #"a\b"#),
        (#"a\"#, "a"), (#"a\\\"#, "a"), ("a\tb", #"a\ b"#), ("a\n", #"a\ "#), ("a\u{7F}", #"a\ "#), ("日本", "日本"),
    ])
    func `A tag escapes comma, equals sign and space`(text: String, written: String) {
        #expect(line(tags: [("t", text)]) == "m,t=\(written) v=1i 1\n")
        #expect(line(tags: [(text, "x")]) == "m,\(written)=x v=1i 1\n")
    }

    @Test(arguments: [
        ("", ""), ("a\"b", #"a\"b"#), (#"a\"#, #"a\\"#), (#"\n"#, #"\\n"#), ("a\r\nb", "a\r\nb"), ("a=b, c", "a=b, c"),
        ("\u{FFFD}", "\u{FFFD}"), ("\0", "\0"),
    ])
    func `A string escapes quotes and backslashes, and nothing else of it changes`(text: String, written: String) {
        #expect(line(fields: [("s", .string(text))]) == "m s=\"\(written)\" 1\n")
    }

    @Test(arguments: ["", #"\"#, #"\\\"#])
    func `A tag without key or value is left out`(text: String) {
        #expect(line(tags: [("t", text), ("u", "1")]) == "m,u=1 v=1i 1\n")
        #expect(line(tags: [(text, "1")]) == "m v=1i 1\n")
    }

    @Test(arguments: ["", #"\"#])
    func `A point without a measurement is not written`(measurement: String) {
        #expect(line(measurement) == "")
    }

    @Test(arguments: [
        (#"a\,b"#, #"a\,b"#), (#"a\\ b"#, #"a\ b"#), (#"a\"b"#, #"a"b"#), ("a\\\nb", #"a\ b"#), (#"a\b"#, #"a\b"#),
    ])
    func `A measurement or field key loses backslashes that would be misread`(text: String, written: String) {
        #expect(line(text) == "\(written) v=1i 1\n")
        #expect(line(fields: [(text, .integer(1))]) == "m \(written)=1i 1\n")
        #expect(line(#"a\=b"#) == "a=b v=1i 1\n")
        #expect(line(fields: [(#"a\=b"#, .integer(1))]) == #"m a\=b=1i 1"# + "\n")
    }

    @Test(arguments: [
        (#"a\,b"#, #"a\,b"#), (#"a\=b"#, #"a\=b"#), (#"a\\ b"#, #"a\ b"#), ("a\\\nb", #"a\ b"#), (#"a\"b"#, #"a\"b"#),
        (#"a\b"#, #"a\b"#),
    ])
    func `A tag loses backslashes that would be misread, and keeps those before a quote`(text: String, written: String)
    {
        #expect(line(tags: [("t", text)]) == "m,t=\(written) v=1i 1\n")
        #expect(line(tags: [(text, "x")]) == "m,\(written)=x v=1i 1\n")
    }

    @Test func `A name is free again when its tag or field was left out`() {
        #expect(line(tags: [("t", "")], fields: [("t", .integer(1))]) == "m t=1i 1\n")
        #expect(line(fields: [("f", .float(.nan)), ("f", .float(2))]) == "m f=2.0 1\n")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `A float that is no finite number is left out`(number: Double) {
        #expect(line(fields: [("f", .float(number)), ("v", .integer(1))]) == "m v=1i 1\n")
        #expect(line(fields: [("v", .integer(1)), ("f", .float(number))]) == "m v=1i 1\n")
    }

    @Test func `A point without a field is not written and not counted`() {
        var lines = LineProtocol()
        lines.append(Point(measurement: "m", tags: [("t", "1")], fields: [("f", .float(.nan))], timestamp: 1))
        #expect(lines.bytes.isEmpty)
        #expect(lines.count == 0)
    }

    @Test func `Points are counted, and forgotten at a reset`() {
        var lines = LineProtocol()
        for time in 1...3 as ClosedRange<Int64> {
            lines.append(Point(measurement: "m", tags: [], fields: [("v", .boolean(false))], timestamp: time))
        }
        #expect(String(decoding: lines.bytes, as: UTF8.self) == "m v=f 1\nm v=f 2\nm v=f 3\n")
        #expect(lines.count == 3)
        lines.reset()
        #expect(lines.count == 0 && lines.bytes.isEmpty)
    }

    @Test(arguments: ["time", #"time\"#])
    func `A tag or field named time is left out, also when it is only after repair`(name: String) {
        #expect(line(tags: [(name, "1"), ("u", "2")]) == "m,u=2 v=1i 1\n")
        #expect(line(fields: [(name, .integer(1)), ("v", .integer(1))]) == "m v=1i 1\n")
    }

    @Test(arguments: [("t", "t", 1), ("t", #"t\"#, 1), ("a b", "a\nb", 2)])
    func `Of two tags that come to the same key the first in the order of keys is written`(
        first: String,
        second: String,
        value: Int
    ) {
        let written = first.replacing(" ", with: #"\ "#)
        #expect(line(tags: [(first, "1"), (second, "2")]) == "m,\(written)=\(value) v=1i 1\n")
    }

    @Test(arguments: [("t", "t"), ("t", #"t\"#), ("a b", "a\nb")])
    func `A field that comes to the name of a tag or of an earlier field is left out`(first: String, second: String) {
        let written = first.replacing(" ", with: #"\ "#)
        let value = Point.Field.integer(1)
        #expect(line(tags: [(first, "1")], fields: [(second, .integer(2)), ("v", value)]) == "m,\(written)=1 v=1i 1\n")
        #expect(line(fields: [(first, value), (second, .integer(2))]) == "m \(written)=1i 1\n")
    }

    @Test(arguments: [
        (Int64.min, "-9223372036854775806"), (.min + 2, "-9223372036854775806"), (-1, "-1"), (0, "0"),
        (.max - 1, "9223372036854775806"), (.max, "9223372036854775806"),
    ])
    func `A time the server keeps for itself becomes the nearest it takes`(timestamp: Int64, written: String) {
        #expect(line(timestamp: timestamp) == "m v=1i \(written)\n")
    }
}
