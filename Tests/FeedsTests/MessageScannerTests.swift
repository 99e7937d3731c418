import Feeds
import Foundation
import Signals
import TestSupport
import Testing

/// Mbox files and single mails, cut into mails.
struct MessageScannerTests {
    private static let separator = "From ada@example.org Wed Sep 22 05:05:28 2004\n"

    private static func mail(_ id: Int, _ body: String = "devops\n") -> String {
        "\(separator)From: ada@example.org\nMessage-ID: <\(id)>\nSubject: devops\n\n\(body)\n"
    }

    private static func mails(_ text: String, largest: Int = 1 << 20, blockSize: Int = 1 << 20) throws -> [String] {
        let reader = LineReader(PiecemealStream(Array(text.utf8), largest: largest, seed: 5), blockSize: blockSize)
        try reader.settleShape()
        return try StreamLine.all(of: reader).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `However the bytes come, every mail is one element`() throws {
        let bodies = [
            "one\n", "From here on it is a text\nFrom 9 to 5\n", ">From a@b Wed Sep 22 05:05:28 2004\n", "\n\n",
            "x\r\n",
        ]
        let text = "\n" + bodies.enumerated().map { Self.mail($0.offset, $0.element) }.joined() + "\n\n"
        let expected = bodies.enumerated().map {
            Self.mail($0.offset, $0.element).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        for (largest, blockSize) in [(1 << 20, 1 << 20), (1, 1), (1, 64), (3, 16), (7, 50), (64, 128), (100, 1000)] {
            #expect(try Self.mails(text, largest: largest, blockSize: blockSize) == expected)
        }
    }

    @Test(arguments: ["Return-Path: <a@b>\n", "From: a@b\n", "MIME-Version: 1.0\n"])
    func `A mail alone in its file is one element, whatever it says`(first: String) throws {
        let text = "\(first)Subject: x\n\nbody\n\n\(Self.separator)more"
        #expect(try Self.mails(text, largest: 3, blockSize: 8) == [text])
    }

    @Test(arguments: [
        "{\"text\":\"a\"}\n", "From here on\n", "subject to change: yes\n", "window.YTD.tweets.part0 = [{\"a\":1}]",
    ])
    func `What does not begin as mail does is read as before`(text: String) throws {
        let reader = LineReader(MemoryStream(Array(text.utf8)))
        try reader.settleShape()
        #expect(!reader.cutsMessages)
    }

    @Test func `Of a mail that is too long the start is read, and the next one is not lost`() throws {
        let limit = 4 << 20
        let text = Self.mail(1, String(repeating: "long line of text\n", count: 1_000_000)) + Self.mail(2)
        let mails = try Self.mails(text)
        #expect(mails.count == 2)
        #expect(mails.first?.utf8.count ?? 0 > limit - 100 && mails.first?.utf8.count ?? 0 <= limit)
        #expect(mails.last == Self.mail(2).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test func `Read in blocks, every mail is a post`() throws {
        let reader = BlockReader(
            .memory(bytes: Array((1...50).map { Self.mail($0) }.joined().utf8), name: "box"),
            options: LineOptions(format: .auto),
            blockLines: 7
        )
        #expect(try reader.identify())
        let parser = PostParser()
        var ids: [String] = []
        while let packet = try reader.next() {
            guard case .lines(let block) = packet.content else { continue }
            block.withLines { walk in
                while let line = walk.line() {
                    guard case .post(let post) = parser.read(line.bytes, format: block.format) else { continue }
                    ids.append(post.id.map { String(decoding: $0, as: UTF8.self) } ?? "")
                    #expect(post.source.map { String(decoding: $0, as: UTF8.self) } == "mail")
                    #expect(String(decoding: post.matchable, as: UTF8.self) == "devops\ndevops")
                }
            }
        }
        #expect(ids == (1...50).map(String.init))
    }
}
