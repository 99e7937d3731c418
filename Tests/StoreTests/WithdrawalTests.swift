import GRDB
import Signals
import Store
import Testing

/// What a source takes back is forgotten with the batch that says so.
struct WithdrawalTests {
    private func batch(_ withdrawn: [String], _ signals: JudgedSignal...) -> Batch {
        var batch = StoreFixture.batch(signals)
        batch.withdrawn = withdrawn.map { SignalID(source: "x", id: $0) }
        return batch
    }

    private func judged(_ id: String) -> JudgedSignal {
        StoreFixture.judged(StoreFixture.signal(id), topics: [0])
    }

    @Test("a signal that was kept goes, and counts as withdrawn")
    func kept() async throws {
        let store = try await StoreFixture().open()
        try await store.keep(judged("1"), judged("2"))
        let receipt = try await store.keep(batch(["1", "404"], judged("3")))
        #expect((receipt.withdrawn, receipt.kept) == (1, 1))
        #expect(try await store.all().map(\.signal.id.native) == ["2", "3"])
        #expect(try await store.keep(batch(["1"])).withdrawn == 0)
        #expect(try await store.keep(judged("1")).duplicates == 1)
    }

    @Test("one that is taken back before it is heard is never kept, not even from the same batch")
    func early() async throws {
        let fixture = try StoreFixture()
        do {
            let store = try await fixture.open()
            let receipt = try await store.keep(batch(["1", "2"], judged("1")))
            #expect((receipt.withdrawn, receipt.kept, receipt.duplicates) == (0, 0, 1))
        }
        let receipt = try await fixture.open().keep(judged("2"), judged("3"))
        #expect((receipt.kept, receipt.duplicates) == (1, 1))
    }

    @Test("a line in the ring goes, and counts")
    func ring() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var heard = StoreFixture.batch()
        var writer = JSONWriter()
        for id in ["1", "a \"b\"", "2"] { writer.appendLine(of: StoreFixture.signal(id)) }
        heard.unmatched.lines = writer.bytes
        heard.unmatched.count = 3
        heard.unmatched.newest = Timestamp(seconds: 0)
        _ = try await store.keep(heard)
        #expect(try await store.keep(batch(["1", "a \"b\""])).withdrawn == 2)
        let block = try #require(try await store.unmatchedBlock(after: 0))
        #expect(block.lines.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count FROM unmatched") } == 1)
    }

    @Test("a line that could not be read goes with the id that it states, and no other", arguments: [false, true])
    func deadLetters(isHeardLater: Bool) async throws {
        let store = try await StoreFixture().open()
        // From then on what comes is noted, where before all is read.
        if isHeardLater { _ = try await store.keep(batch(["404"])) }
        let lines = [
            #"{"id_str":"1","text":"cut o"#, #"{"id":"12","text":"cut o"#, #"{"id":1,"text":12}"#,
            #"{"id":"1","source":"forum","text":"cut o"#, #"{"text":"no id 1"#,
            #"{"id":1,"id_str":"1","text":"hi","source":"web","user":{"id":77,"na"#,
            #"{"data":{"id":"1","source":"Twitter Web App","text":"cut o"#, #"{"id":"x:1","text":"cut o"#,
        ]
        var heard = StoreFixture.batch()
        heard.deadLetters = lines.enumerated().map { number, line in
            DeadLetter(
                origin: .feed(name: "file:1", label: "posts", offset: Int64(number)),
                reason: "not JSON",
                digest: UInt64(number),
                payload: Array(line.utf8),
                length: line.utf8.count
            )
        }
        // What is taken back by the batch that has the line goes, too.
        heard.withdrawn = isHeardLater ? [SignalID(source: "x", id: "1")] : []
        _ = try await store.keep(heard)
        // A line is no signal that was kept, and does not count as one.
        #expect(try await store.keep(batch(["1", "7"])).withdrawn == 0)
        let left = try await store.deadLetters(limit: 10).map { String(decoding: $0.letter.payload, as: UTF8.self) }
        #expect(left == [lines[1], lines[3], lines[4]])
    }

    @Test("a batch that cannot be written forgets nothing")
    func rollback() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(judged("1"))
        try fixture.change("CREATE TRIGGER refuse BEFORE INSERT ON signal BEGIN SELECT RAISE(ABORT, 'no'); END")
        await #expect(throws: (any Error).self) { _ = try await store.keep(batch(["1"], judged("2"))) }
        try fixture.change("DROP TRIGGER refuse")
        #expect(try await store.all().map(\.signal.id.native) == ["1"])
        #expect(try await store.keep(judged("1"), judged("2")).kept == 1)
    }

    @Test("signals that share keys are found whichever of them leave")
    func chains() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var random = Seeded(state: 7)
        let ids = ["x", "mastodon", "forum"].flatMap { source in (0..<12).map { SignalID(source: source, id: "\($0)") }
        }
        var model: Set<SignalID> = []
        var gone: Set<SignalID> = []
        for _ in 0..<300 {
            let id = ids[Int.random(in: 0..<ids.count, using: &random)]
            if Bool.random(using: &random), gone.count < 24 || gone.contains(id) || model.contains(id) {
                var batch = StoreFixture.batch()
                batch.withdrawn = [id]
                let withdrawn = try await store.keep(batch).withdrawn
                #expect(withdrawn == (model.remove(id) == nil ? 0 : 1))
                gone.insert(id)
            } else {
                let kept = try await store.keep(StoreFixture.judged(StoreFixture.signal(id.native, source: id.source)))
                    .kept
                let isNew = !gone.contains(id) && model.insert(id).inserted
                #expect(kept == (isNew ? 1 : 0))
            }
            // Tombstones would soon leave nothing to do.
            if gone.count > 12 {
                try fixture.change("DELETE FROM forgotten")
                gone = []
            }
            for id in ids { #expect((try await store.signal(id) != nil) == model.contains(id), "\(id)") }
        }
    }
}

/// Chance that is the same in every run.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
