import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// Streams that end in a fault.
struct ReplayDamageTests {
    private static let text = (0..<20_000).map { ReplayFixture.post($0, "devops \($0 * 7919 % 10_007)") + "\n" }
        .joined()
    private static let compressed = Result { try SystemGzip.compress(Array(text.utf8)) }

    @Test(
        "of damaged gzip what came before is kept, the damage is reported, and the mended file goes on from there",
        arguments: [
            "cut", "flipped", "checksum",
        ]
    )
    func damagedGzip(damage: String) async throws {
        let fixture = try ReplayFixture()
        let whole = try Self.compressed.get()
        var broken = whole
        switch damage {
        case "cut": broken.removeLast(broken.count / 3)
        case "flipped": for index in broken.count / 3 * 2..<broken.count / 3 * 2 + 40 { broken[index] ^= 0x55 }
        default: broken[broken.count - 6] ^= 1
        }
        let error = await #expect(throws: FeedFault.self) {
            try await fixture.replay([.memory(bytes: broken, name: "posts.gz")])
        }
        #expect(error?.description.hasPrefix("posts.gz is damaged gzip: ") == true)
        let kept = try await fixture.ids()
        #expect(kept.count > 10_000)
        let mended = try await fixture.replay([.memory(bytes: whole, name: "posts.gz")])
        #expect(Set(try await fixture.ids()).isSuperset(of: (0..<20_000).map(String.init)))
        // Nothing but the line at the damage is heard twice, unless the damage had changed what was heard.
        if damage != "flipped" {
            #expect(mended.resumed == kept.count)
            #expect(mended.counts == [20_000 - kept.count, 20_000 - kept.count, 0, 0, 0, kept.count])
        }
    }

    @Test("a fault in one file does not undo what others gave before it")
    func laterFault() async throws {
        let fixture = try ReplayFixture()
        let good = StreamSource.memory(bytes: Array(ReplayFixture.post(1).utf8), name: "good")
        let missing = fixture.folder.path("missing")
        await #expect(throws: FeedFault(StreamError.cannotOpen(path: missing, reason: "No such file or directory"))) {
            try await fixture.replay([good, .file(path: missing)])
        }
        #expect(try await fixture.ids() == ["1"])
        #expect(try await fixture.replay([good]).counts == [0, 0, 0, 0, 0, 1])
    }
}
