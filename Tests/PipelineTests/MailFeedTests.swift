import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// Mailboxes that are heard as they grow.
struct MailFeedTests {
    private let bench: FeedBench

    init() async throws {
        bench = try await FeedBench()
    }

    private func mboxFeed() -> FileFollower {
        FileFollower(path: bench.folder.path("box"), options: LineOptions(format: .mail), context: bench.context)
    }

    private func maildirFeed() -> MaildirFollower {
        MaildirFollower(path: bench.folder.path("in"), options: LineOptions(format: .mail), context: bench.context)
    }

    /// Lets so many seconds go by, with a look every second.
    private func pass(_ seconds: Int, _ feed: some Follower) async throws {
        for _ in 0..<seconds {
            bench.advance(.seconds(1))
            try await bench.hear(feed)
        }
    }

    private func append(_ text: String) throws {
        if FileManager.default.fileExists(atPath: bench.folder.path("box")) {
            try bench.folder.append("box", text)
        } else {
            _ = try bench.folder.write("box", text)
        }
    }

    // MARK: mbox

    @Test func `The last mail of a file is whole when the file was still for two seconds`() async throws {
        let feed = mboxFeed()
        try append(MailFixture.mbox(1) + MailFixture.mbox(2))
        try await pass(1, feed)
        #expect(try await bench.ids() == [1])
        try await pass(2, feed)
        #expect(try await bench.ids() == [1, 2])
        try append("\n" + MailFixture.mbox(3))
        try await pass(3, feed)
        #expect(try await bench.ids() == [1, 2, 3])
        #expect(try await bench.deadLetters().isEmpty)
    }

    @Test func `A mail that comes in pieces is one mail`() async throws {
        let feed = mboxFeed()
        let mail = MailFixture.mbox(1)
        for index in 0..<6 {
            let piece = mail.utf8.count / 5
            try append(String(mail.dropFirst(index * piece).prefix(piece)))
            try await pass(1, feed)
        }
        #expect(try await bench.ids() == [])
        try await pass(3, feed)
        #expect(try await bench.ids() == [1])
    }

    @Test func `What comes for a mail after it was taken for whole is a dead letter`() async throws {
        let feed = mboxFeed()
        try append(MailFixture.mbox(1))
        try await pass(4, feed)
        try append("the rest of it\n" + MailFixture.mbox(2))
        try await pass(4, feed)
        #expect(try await bench.ids() == [1, 2])
        #expect(try await bench.deadLetters().count == 1)
    }

    @Test func `A new run goes on behind the last mail`() async throws {
        try append(MailFixture.mbox(1) + MailFixture.mbox(2))
        try await pass(4, mboxFeed())
        try append(MailFixture.mbox(3))
        let next = mboxFeed()
        var lines = 0
        for _ in 0..<4 {
            bench.advance(.seconds(1))
            lines += try await bench.hear(next)
        }
        #expect(lines == 1)
        #expect(try await bench.ids() == [1, 2, 3])
    }

    @Test func `A mailbox that is rotated is heard to its end`() async throws {
        let feed = mboxFeed()
        try append(MailFixture.mbox(1))
        try await pass(1, feed)
        try bench.folder.rename("box", "box.1")
        try append(MailFixture.mbox(2))
        try await pass(6, feed)
        #expect(try await bench.ids() == [1, 2])
    }

    @Test func `A file that is named as such is heard as mail where it begins as that`() async throws {
        try append(MailFixture.mbox(1) + MailFixture.mbox(2))
        let feed = FileFollower(
            path: bench.folder.path("box"),
            options: LineOptions(format: .auto),
            context: bench.context
        )
        try await pass(4, feed)
        #expect(try await bench.ids() == [1, 2])
    }

    @Test func `Who, where and the conversation are kept, and quotes in raw`() async throws {
        try append(
            "From a@b Wed Sep 22 05:05:28 2004\nFrom: Ada <Ada@example.org>\nMessage-ID: <two@x>\nIn-Reply-To: <one@x>\n"
                + "List-Id: <list.example.org>\nSubject: Re: devops\n\n> old\nnew\n"
        )
        try await pass(4, mboxFeed())
        let kept = try await bench.store.signals(limit: 1).first
        let signal = try #require(kept?.signal)
        #expect(signal.id == SignalID(source: "mail", id: "two@x"))
        #expect(
            (signal.author, signal.authorID, signal.venue) == ("Ada@example.org", "ada@example.org", "list.example.org")
        )
        #expect((signal.kind, signal.parent, signal.thread) == (.reply, "one@x", "one@x"))
        #expect((signal.title, signal.text) == ("Re: devops", "new"))
        #expect(signal.raw.map { String(decoding: $0, as: UTF8.self) } == "> old\nnew")
    }

    // MARK: Maildir

    @Test func `Mails of a Maildir are heard once, whatever becomes of their names`() async throws {
        try MailFixture.makeMaildir("in", in: bench.folder)
        let first = try MailFixture.deliver(2, to: "in", in: bench.folder)
        try MailFixture.deliver(1, to: "in", in: bench.folder)
        let feed = maildirFeed()
        try await pass(2, feed)
        #expect(try await bench.ids().sorted() == [1, 2])
        try bench.folder.rename("in/new/\(first)", "in/cur/\(first):2,S")
        try MailFixture.deliver(3, to: "in", in: bench.folder)
        #expect(try await lines(feed) == 1)
        try bench.folder.rename("in/cur/\(first):2,S", "in/cur/\(first):2,RS")
        #expect(try await lines(maildirFeed()) == 0)
        #expect(try await bench.ids().sorted() == [1, 2, 3])
    }

    private func lines(_ feed: some Follower) async throws -> Int {
        var lines = 0
        for _ in 0..<3 {
            bench.advance(.seconds(1))
            lines += try await bench.hear(feed)
        }
        return lines
    }

    @Test func `Thousands of mails take several places, and none is heard again`() async throws {
        try MailFixture.makeMaildir("in", in: bench.folder)
        for id in 1...5000 { try MailFixture.deliver(id, to: "in", in: bench.folder) }
        #expect(try await lines(maildirFeed()) == 5000)
        #expect(try await lines(maildirFeed()) == 0)
        try MailFixture.deliver(5001, to: "in", in: bench.folder)
        #expect(try await lines(maildirFeed()) == 1)
        #expect(try await lines(maildirFeed()) == 0)
    }

    @Test func `Hidden files, links and what is no mail are left alone or buried`() async throws {
        try MailFixture.makeMaildir("in", in: bench.folder)
        _ = try bench.folder.write("in/new/.hidden", MailFixture.mail(1))
        _ = try bench.folder.write("elsewhere", MailFixture.mail(2))
        try FileManager.default.createSymbolicLink(
            atPath: bench.folder.path("in/new/2.link"),
            withDestinationPath: bench.folder.path("elsewhere")
        )
        _ = try bench.folder.write("in/new/3.none", "nothing of the sort")
        _ = try bench.folder.write("in/tmp/4.tmp", MailFixture.mail(4))
        #expect(try await lines(maildirFeed()) == 1)
        #expect(try await bench.ids() == [])
        #expect(
            try await bench.deadLetters().map(\.reason) == [
                "no mail: it does not begin with header fields, such as From: and Subject:"
            ]
        )
    }

    // MARK: Recordings

    @Test func `Replay knows mail by how it begins, compressed or not, and a mail alone`() async throws {
        let fixture = try ReplayFixture()
        let box = Array((1...3).map { MailFixture.mbox($0) }.joined().utf8)
        let sources: [StreamSource] = [
            .memory(bytes: box, name: "box"), .memory(bytes: try SystemGzip.compress(box), name: "box.gz"),
            .memory(bytes: Array(MailFixture.mail(4).utf8), name: "4.eml"),
        ]
        let summary = try await fixture.replay(sources) { $0.options.format = .auto }
        #expect(try await fixture.ids().sorted() == ["1", "2", "3", "4"])
        #expect(summary.dead == 0)
    }

    @Test func `Judge answers once for every mail of an mbox file, and for every entry of a digest`() throws {
        let digest =
            "From a@b Wed Sep 22 05:05:28 2004\nFrom: googlealerts-noreply@google.com\nMessage-ID: <d>\n\n"
            + "One\n<https://www.google.com/url?url=https://a.example/>\n\nTwo\n<https://www.google.com/url?url=https://b.example/>\n"
        let box = MailFixture.mbox(1) + digest + MailFixture.mbox(2)
        var filter = JudgeFilter(rules: try JudgingRules(topics: ["devops"].map(Topic.init)), format: .auto)
        var output: [UInt8] = []
        try filter.run(MemoryStream(Array(box.utf8))) { output += $0 }
        let ids = String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "\"")[2] }
        #expect(ids.count == 4)
        #expect(String(decoding: output, as: UTF8.self).contains(#"{"id":"d#2","#))
        #expect(filter.unreadable == 0)
    }
}
