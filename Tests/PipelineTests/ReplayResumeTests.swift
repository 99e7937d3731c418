import Feeds
import Foundation
import Language
import Pipeline
import Signals
import Store
import TestSupport
import Testing
import Trends

/// A stream is known by its content: what was heard of it is not heard again.
struct ReplayResumeTests {
    private let fixture: ReplayFixture

    init() throws {
        fixture = try ReplayFixture()
    }

    private func lines(_ range: Range<Int>) -> String {
        range.map { ReplayFixture.post($0) + "\n" }.joined()
    }

    private func file(_ name: String, _ text: String) throws -> StreamSource {
        .file(path: try fixture.folder.write(name, text))
    }

    @Test("of a file that has grown only the new lines are heard", arguments: [1, 3, 8192])
    func appended(batchLines: Int) async throws {
        for end in [3, 10, 10, 200] {
            let summary = try await fixture.replay([try file("posts", lines(0..<end))]) {
                $0.limits.lines = batchLines
            }
            let before = [3: 0, 10: 3, 200: 10][end] ?? 0
            let resumed = end == 10 && summary.heard == 0 ? 10 : before
            #expect(summary.counts == [end - resumed, end - resumed, 0, 0, 0, resumed])
        }
        #expect(try await fixture.ids() == (0..<200).map(String.init))
    }

    @Test("a last line that was not finished is heard again when it has grown", arguments: [1, 2, 3])
    func unfinishedLine(whole: Int) async throws {
        let text = lines(0..<whole)
        let cut = text + ReplayFixture.post(9).dropLast(5)
        #expect(try await fixture.replay([try file("posts", cut)]).counts == [whole + 1, whole, 0, 0, 1, 0])
        let grown = text + ReplayFixture.post(9) + "\n" + lines(20..<22)
        #expect(try await fixture.replay([try file("posts", grown)]).kept == 3)
        #expect(try await fixture.ids() == (0..<whole).map(String.init) + ["9", "20", "21"])
        #expect(try await fixture.replay([try file("posts", grown)]).counts == [0, 0, 0, 0, 0, whole + 3])
    }

    @Test("a last line without an end is finished when only its end was missing", arguments: ["\n", "\r\n"])
    func missingEnd(end: String) async throws {
        let text = String(lines(0..<3).dropLast())
        #expect(try await fixture.replay([try file("posts", text)]).counts == [3, 3, 0, 0, 0, 0])
        #expect(try await fixture.replay([try file("posts", text)]).counts == [0, 0, 0, 0, 0, 3])
        let summary = try await fixture.replay([try file("posts", text + end + lines(3..<5))])
        #expect(summary.counts == [2, 2, 0, 0, 0, 3])
    }

    @Test("a look backwards for a new topic that was cut off is made by the next run")
    func recallCutOff() async throws {
        let text = lines(0..<1) + ReplayFixture.post(1, "swift") + "\n" + ReplayFixture.post(2, "swift") + "\n"
        #expect(try await fixture.replay(text: text).counts == [3, 1, 0, 2, 0, 0])
        do {
            // As far as a run comes that is killed when it has begun to track the topic.
            let store = try Store.open(fixture.path, purpose: "a test")
            let rules = try JudgingRules(topics: ["devops", "swift"].map { Topic(name: $0) }, keepsAll: false)
            let due = try await store.prepare(topics: rules.matcher.topics, revision: rules.model.revision) { _ in nil }
            #expect(due.recall == 1)
        }
        for recalled in [2, 0] {
            #expect(try await fixture.replay([], topics: ["devops", "swift"]).recalled == recalled)
        }
        #expect(try await fixture.ids().sorted() == ["0", "1", "2"])
    }

    @Test("the same content under another name, or compressed, is resumed")
    func otherName() async throws {
        let text = lines(0..<50)
        try await fixture.replay([try file("posts", text)])
        #expect(try await fixture.replay([try file("renamed", text)]).counts == [0, 0, 0, 0, 0, 50])
        let compressed = try SystemGzip.compress(Array((text + lines(50..<60)).utf8))
        let packed = StreamSource.memory(bytes: compressed, name: "posts.gz")
        #expect(try await fixture.replay([packed]).counts == [10, 10, 0, 0, 0, 50])
        #expect(try await fixture.replay([packed]).counts == [0, 0, 0, 0, 0, 60])
        #expect(try await fixture.replay([try file("posts", text)]).counts == [0, 0, 0, 0, 0, 50])
    }

    @Test("a first line longer than a block is no obstacle to resuming it compressed")
    func longFirstLine() async throws {
        let text = ReplayFixture.post(1, "devops " + String(repeating: "abc ", count: 400_000)) + "\n" + lines(2..<5)
        #expect(try await fixture.replay([try file("posts", text)]).counts == [4, 4, 0, 0, 0, 0])
        let packed = StreamSource.memory(bytes: try SystemGzip.compress(Array(text.utf8)), name: "posts.gz")
        #expect(try await fixture.replay([packed]).counts == [0, 0, 0, 0, 0, 4])
    }

    @Test("files that start alike and go on differently are both heard")
    func commonStart() async throws {
        let (one, other) = (lines(0..<3) + lines(10..<13), lines(0..<3) + lines(20..<23))
        #expect(try await fixture.replay([try file("one", one)]).counts == [6, 6, 0, 0, 0, 0])
        #expect(try await fixture.replay([try file("other", other)]).counts == [6, 3, 3, 0, 0, 0])
        for text in [one, other] {
            #expect(try await fixture.replay([try file("posts", text)]).counts == [0, 0, 0, 0, 0, 6])
        }
        // What both start with was never heard to its end under this name.
        #expect(try await fixture.replay([try file("start", lines(0..<3))]).kept == 0)
    }

    @Test("a file that was changed in the middle is heard anew, and nothing is kept twice")
    func changed() async throws {
        try await fixture.replay([try file("posts", lines(0..<10))])
        let edited = lines(0..<4) + ReplayFixture.post(50) + "\n" + lines(5..<10)
        #expect(try await fixture.replay([try file("posts", edited)]).counts == [10, 1, 9, 0, 0, 0])
    }

    @Test("changed topics hear anew, and add links only")
    func changedTopics() async throws {
        let text = (0..<20).map { ReplayFixture.post($0, $0 % 2 == 0 ? "devops on linux" : "linux only") + "\n" }
            .joined()
        #expect(try await fixture.replay([try file("posts", text)]).counts == [20, 10, 0, 10, 0, 0])
        #expect(
            try await fixture.replay([try file("posts", text)], topics: ["linux", "devops"]).counts == [
                20, 10, 10, 0, 0, 0,
            ]
        )
        #expect(
            try await fixture.replay([try file("posts", text)], topics: ["devops", "linux"]).counts == [
                0, 0, 0, 0, 0, 20,
            ]
        )
        let signals = try await fixture.signals()
        #expect(signals.count == 20)
        #expect(signals.filter { Set($0.topics) == ["devops", "linux"] }.count == 10)
        #expect(signals.filter { $0.topics == ["linux"] }.count == 10)
        let totals = try await Store.read(fixture.path).topicTotals()
        #expect(totals.map(\.topic) == ["linux", "devops"])
        #expect(totals.map(\.sums.count) == [20, 10])
        #expect(try await fixture.replay([try file("posts", text)], keepsAll: true).counts == [20, 0, 20, 0, 0, 0])
    }

    @Test("again hears again, and keeps nothing twice")
    func again() async throws {
        try await fixture.replay([try file("posts", lines(0..<5) + "broken\n")])
        for _ in 0..<2 {
            let summary = try await fixture.replay([try file("posts", lines(0..<5) + "broken\n")]) {
                $0.resumes = false
            }
            #expect(summary.counts == [6, 0, 5, 0, 1, 0])
        }
        #expect(try await fixture.ids().count == 5)
        #expect(try await Store.read(fixture.path).deadLetterCount() == 1)
    }

    @Test("several files are heard one after the other, each on its own account")
    func severalFiles() async throws {
        try await fixture.replay([try file("one", lines(0..<5))])
        let both = [try file("one", lines(0..<5)), try file("two", lines(3..<9))]
        #expect(try await fixture.replay(both).counts == [6, 4, 2, 0, 0, 5])
        #expect(try await fixture.replay(both).counts == [0, 0, 0, 0, 0, 11])
    }

    @Test("standard input cannot be resumed; heard twice it adds nothing")
    func standardInput() async throws {
        let arguments = ["replay", "-", "--topics", "devops", "--store", fixture.path, "--json"]
        for (kept, duplicates) in [(5, 0), (0, 5)] {
            let run = try Program.run(arguments, input: lines(0..<5))
            #expect(run.exitCode == 0)
            let summary = try #require(try run.objects().last)
            #expect(summary["heard"] as? Int == 5)
            #expect(summary["kept"] as? Int == kept)
            #expect(summary["duplicates"] as? Int == duplicates)
            #expect(summary["resumed"] as? Int == 0)
        }
        #expect(try await fixture.ids().count == 5)
    }
}
