import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// Every line is accounted for.
struct ReplayCountTests {
    private static let mixed = """
        \(ReplayFixture.post(1, "devops here"))
        \(ReplayFixture.post(2, "nothing here"))
        not JSON

        \(ReplayFixture.post(1, "devops here"))
        {"limit":{"track":3}}
        \(ReplayFixture.post(3, "more #DevOps"))\r
        {"id":"4"}
        \t
        """

    @Test("heard is the sum of kept, duplicates, unmatched and dead; blank lines are nothing")
    func sums() async throws {
        let fixture = try ReplayFixture()
        let summary = try await fixture.replay(text: Self.mixed)
        #expect(summary.counts == [7, 2, 1, 2, 2, 0])
        #expect(summary.notices == 1)
        #expect(summary.undelivered == 3)
        #expect(try await fixture.ids() == ["1", "3"])
        let letters = try await Store.read(fixture.path).deadLetters(limit: 10)
        #expect(
            letters.map(\.letter.payload).map { String(decoding: $0, as: UTF8.self) } == [
                "not JSON", #"{"id":"4"}"#,
            ]
        )
        for letter in letters {
            guard case .feed(_, "posts", let offset) = letter.letter.origin else {
                Issue.record("the letter does not say where it is from")
                continue
            }
            #expect(Array(Self.mixed.utf8)[Int(offset)...].starts(with: letter.letter.payload))
        }
    }

    @Test("what was heard is what is resumed", arguments: [1, 2, 3, 8192])
    func resumedAgrees(batchLines: Int) async throws {
        let fixture = try ReplayFixture()
        let first = try await fixture.replay(text: Self.mixed) { $0.limits.lines = batchLines }
        #expect(first.counts == [7, 2, 1, 2, 2, 0])
        #expect(try await fixture.replay(text: Self.mixed).counts == [0, 0, 0, 0, 0, 7])
    }

    @Test("signals that match nothing are kept where all are wanted")
    func keepsAll() async throws {
        let fixture = try ReplayFixture()
        #expect(try await fixture.replay(text: Self.mixed, keepsAll: true).counts == [7, 3, 1, 1, 2, 0])
        let signals = try await fixture.signals()
        #expect(signals.map(\.signal.id.native) == ["1", "2", "3"])
        #expect(signals.map(\.topics) == [["devops"], [], ["devops"]])
    }

    @Test("a line over the limit is one dead letter, and what follows is heard")
    func oversized() async throws {
        let fixture = try ReplayFixture()
        let text =
            "\(ReplayFixture.post(1))\n{\"text\":\"\(String(repeating: "a", count: 17_000_000))\"}\n\(ReplayFixture.post(2))\n"
        #expect(try await fixture.replay(text: text).counts == [3, 2, 0, 0, 1, 0])
        let letter = try #require(try await Store.read(fixture.path).deadLetters(limit: 2).first).letter
        #expect(letter.reason == "the line is longer than 16 MiB")
        #expect(letter.length == 17_000_012)
        #expect(!letter.isWhole)
        #expect(try await fixture.replay(text: text).counts == [0, 0, 0, 0, 0, 3])
    }

    @Test("a byte order mark does not cost the first post")
    func byteOrderMark() async throws {
        let fixture = try ReplayFixture()
        let text = "\u{FEFF}\(ReplayFixture.post(1))\n\(ReplayFixture.post(2))\n"
        #expect(try await fixture.replay(text: text).counts == [2, 2, 0, 0, 0, 0])
        #expect(try await fixture.replay(text: text).counts == [0, 0, 0, 0, 0, 2])
    }

    @Test("posts without id and time are told apart by their places, and have the time they were heard")
    func withoutIdentity() async throws {
        let fixture = try ReplayFixture()
        let line = #"{"text":"devops again"}"#
        let before = Date().timeIntervalSince1970
        #expect(try await fixture.replay(text: "\(line)\n\(line)\n").counts == [2, 2, 0, 0, 0, 0])
        let signals = try await fixture.signals()
        #expect(Set(signals.map(\.signal.id)).count == 2)
        for signal in signals {
            #expect(signal.signal.time == signal.heard)
            #expect(Double(signal.heard.milliseconds) / 1000 >= before.rounded(.down))
        }
        #expect(
            try await fixture.replay(text: "\(line)\n\(line)\n") { $0.resumes = false }.counts == [
                2, 0, 2, 0, 0, 0,
            ]
        )
    }

    @Test("hostile words of any length are kept, and do not end the program")
    func hostileWords() async throws {
        let fixture = try ReplayFixture()
        let accents = String(repeating: "\u{301}", count: 100_000)
        let letters = String(repeating: "u", count: 200_000)
        let texts = [
            "devops shit\(accents)", "devops sh\(accents)it", "devops f\(letters)ck", "devops \(letters)",
            "devops \(accents)", "dev\u{0}ops devops",
        ]
        let text = texts.enumerated().map {
            ReplayFixture.post($0, $1.replacingOccurrences(of: "\u{0}", with: "\\u0000"))
        }
        let summary = try await fixture.replay(text: text.joined(separator: "\n"))
        #expect(summary.counts == [6, 6, 0, 0, 0, 0])
        #expect(try await fixture.signals().last?.signal.text == "dev\u{FFFD}ops devops")
    }

    @Test("no input is no signals")
    func empty() async throws {
        let fixture = try ReplayFixture()
        #expect(try await fixture.replay(text: "").counts == [0, 0, 0, 0, 0, 0])
        #expect(try await fixture.replay([]).counts == [0, 0, 0, 0, 0, 0])
    }
}
