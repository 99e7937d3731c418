import Foundation
import TestSupport
import Testing

@Suite struct JudgeCommandTests {
    private static func keys(of line: String) -> [String] {
        line.matches(of: /"([a-z_]+)":/).map { String($0.1) }
    }

    @Test func `every line gives one line, in order`() throws {
        let input = """
            I love Swift

            {"text":"x
            {"text":"I hate the API","id":"7"}
            {"id":"8"}
            {"text":5}
            [1,2]
               
            last line without an end
            """
        let run = try Program.run(["judge", "--topics", "swift,api"], input: input)
        let objects = try run.objects()
        try #require(objects.count == 9)
        #expect(objects.map { $0["keywords"] as? [String] } == [["swift"], [], nil, ["api"], nil, nil, [], [], []])
        #expect(objects.compactMap { $0["line"] as? Int } == [3, 5, 6])
        #expect(objects[3]["id"] as? String == "7")
        #expect(run.exitCode == 2)
        #expect(run.errors == "earshot: 3 lines of 9 could not be read; the output says which and why.\n")
        #expect(run.lines[2] == #"{"line":3,"error":"not JSON: A string is opened, but never closed."}"#)
        #expect(run.lines[4] == #"{"line":5,"error":"there is no text; a post needs at least {\"text\":…}"}"#)
        #expect(run.lines[5] == #"{"line":6,"error":"the field \"text\" has the wrong type; it has to be text"}"#)
    }

    @Test func `readable lines are fine, and so is nothing`() throws {
        let run = try Program.run(["judge"], input: "hello\r\nworld\r\n")
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(try run.objects().count == 2)
        let nothing = try Program.run(["judge"], input: "")
        #expect(nothing.exitCode == 0)
        #expect(nothing.output == "")
    }

    @Test func `one unreadable line is one line`() throws {
        let run = try Program.run(["judge"], input: Data([0xFF, 0x0A]))
        #expect(run.exitCode == 2)
        #expect(run.output == #"{"line":1,"error":"the line is not UTF-8"}"# + "\n")
        #expect(run.errors == "earshot: 1 line of 1 could not be read; the output says which and why.\n")
    }

    @Test func `keys come in the documented order`() throws {
        let run = try Program.run(
            ["judge", "--topics", "devops"],
            input: #"{"id":"7","text":"I love the new DevOps, it is wonderful!"}"#
        )
        #expect(
            Self.keys(of: try #require(run.lines.first)) == [
                "id", "keywords", "sentiment", "sentiment_score", "probabilities", "negative", "neutral", "positive",
                "volatile", "offensive", "relevance", "language", "reasons", "what",
                "detail", "weight", "what", "detail", "weight",
            ]
        )
        let object = try #require(try run.objects().first)
        #expect(object["id"] as? String == "7")
        #expect(object["sentiment"] as? String == "positive")
        #expect(object["volatile"] as? Bool == false)
        #expect(object["language"] as? String == "en")
        let probabilities = try #require(object["probabilities"] as? [String: Double])
        #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-9)
    }

    @Test func `an unknown language is null and not neutral`() throws {
        let run = try Program.run(["judge", "--topics", "東京"], input: "明日は東京タワーに行きます\n")
        #expect(
            run.output
                == #"{"id":null,"keywords":["東京"],"sentiment":null,"sentiment_score":null,"probabilities":null,"volatile":false,"offensive":null,"relevance":0.45,"language":"ja","reasons":[{"what":"keyword","detail":"東京","weight":0.45}]}"#
                + "\n"
        )
    }

    @Test func `a line is judged alike wherever it stands`() throws {
        let lines = ["I love swift", "this damn api", "明日は", "swift swift api", "I love swift"]
        let forwards = try Program.run(["judge", "--topics", "swift,api"], input: lines.joined(separator: "\n")).lines
        let backwards = try Program.run(
            ["judge", "--topics", "swift,api"],
            input: lines.reversed().joined(separator: "\n")
        ).lines
        #expect(forwards.count == 5)
        #expect(forwards == backwards.reversed())
        #expect(forwards.first == forwards.last)
    }

    @Test(arguments: [
        ("text", [#"{"text":"swift"}"#, "swift"], [true, true]),
        ("ndjson", [#"{"text":"swift"}"#, "swift"], [true, false]),
        ("auto", [#"{"text":"swift"}"#, "swift"], [true, true]),
        ("auto", [#"  {"text":"swift"}"#, "[swift]"], [true, true]),
    ])
    func `the format says how lines are read`(format: String, lines: [String], areRead: [Bool]) throws {
        let run = try Program.run(
            ["judge", "--topics", "swift", "--format", format],
            input: lines.joined(separator: "\n")
        )
        #expect(try run.objects().map { ($0["keywords"] as? [String]) == ["swift"] } == areRead)
        #expect(run.exitCode == (areRead.contains(false) ? 2 : 0))
    }

    @Test func `topics come from the option and from the file`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("topics.txt", "  open source \r\n\ncafé\n")
        let run = try Program.run(
            ["judge", "--topics", " swift ,,api", "--topics-file", file],
            input: "Swift, an API, Open-Source cafe"
        )
        #expect(try run.objects().first?["keywords"] as? [String] == ["swift", "api", "open source", "café"])
    }

    @Test func `a friendly author gains relevance`() throws {
        let run = try Program.run(
            ["judge", "--friendlies", "@Ada, bo"],
            input: #"{"text":"hello","author":"ada"}"# + "\n" + #"{"text":"hello","author":"cy"}"#
        )
        #expect(try run.objects().map { $0["relevance"] as? Double } == [0.5, 0])
    }

    @Test func `an X status is read with its entities written out`() throws {
        let status =
            #"{"created_at":"Tue Aug 29 13:08:27 +0000 2017","id_str":"902518307445772288","text":"R&amp;D loves swift","user":{"screen_name":"ada"},"lang":"en"}"#
        let run = try Program.run(["judge", "--topics", "r&d,swift"], input: status)
        #expect(try run.objects().first?["keywords"] as? [String] == ["r&d", "swift"])
        #expect(try run.objects().first?["id"] as? String == "902518307445772288")
    }

    @Test func `many lines come out as many`() throws {
        let input = (1...20_000).map { #"{"id":"\#($0)","text":"swift number \#($0)"}"# }.joined(separator: "\n")
        let run = try Program.run(["judge", "--topics", "swift"], input: input)
        #expect(run.exitCode == 0)
        #expect(try run.objects().map { $0["id"] as? String } == (1...20_000).map { String($0) })
    }
}
