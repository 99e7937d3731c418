import Foundation
import GRDB
import Signals
import Store
import TestSupport
import Testing

/// A store that several open at once.
struct SharingTests {
    private static func decision(_ id: String, by person: String = "ada", at seconds: Int64 = 0) -> Decision {
        Decision(
            signal: SignalID(source: "x", id: id),
            verdict: .accept,
            by: person,
            at: Timestamp(seconds: 1_700_000_000 + seconds)
        )
    }

    @Test func `Decisions are made beside the one that hears, and read by all`() async throws {
        let fixture = try StoreFixture()
        let hearing = try await fixture.open()
        let (one, other) = (try Store.share(fixture.path), try Store.share(fixture.path))
        for number in 0..<20 {
            async let first = one.append([Self.decision("\(number)", by: "ada")])
            async let second = other.append([Self.decision("\(number)", by: "bob")])
            async let kept = hearing.keep(StoreFixture.judged(StoreFixture.signal("\(number)"), topics: [0]))
            let counts = try await (first.count, second.count, kept.kept)
            #expect(counts == (1, 1, 1))
        }
        #expect(try await hearing.decisions().count == 40)
        #expect(try await one.all().count == 20)
    }

    @Test func `Only the holder of the lease may hear, forget and trim`() async throws {
        let fixture = try StoreFixture()
        try await fixture.open().close()
        let store = try Store.share(fixture.path)
        let fault = StoreError.needsLease(path: fixture.path)
        await #expect(throws: fault) { try await store.keep(StoreFixture.batch()) }
        await #expect(throws: fault) { try await store.prepare(topics: [], revision: 1) { _ in nil } }
        await #expect(throws: fault) { try await store.forget(ForgettingPlan(), at: Timestamp(seconds: 0)) }
        await #expect(throws: fault) { try await store.retain(age: 0, bytes: nil, now: Timestamp(seconds: 0)) }
    }

    @Test func `A store that is missing or of an earlier version is neither made nor changed`() async throws {
        let fixture = try StoreFixture()
        #expect(throws: StoreError.missing(path: fixture.path)) { try Store.share(fixture.path) }
        #expect(!FileManager.default.fileExists(atPath: fixture.path))
        try await fixture.open().close()
        try fixture.change("DELETE FROM grdb_migrations WHERE identifier = '11 ports'")
        #expect(throws: StoreError.older(path: fixture.path)) { try Store.share(fixture.path) }
    }

    @Test func `A step is later than all of the same person's, whatever the clocks say, and follows a log it has seen`()
        async throws
    {
        let fixture = try StoreFixture()
        try await fixture.open().close()
        let stores = [try Store.share(fixture.path), try Store.share(fixture.path)]
        let now = Timestamp(seconds: 1_700_000_000)
        var last = Timestamp(milliseconds: .min)
        for round in 0..<10 {
            let store = stores[round % 2]
            let place = try await store.lastDecision()
            let step = [Self.decision("1"), Self.decision("2")]
            // The clock of the second process is an hour behind.
            let clock = Timestamp(seconds: 1_700_000_000 - Int64(round % 2) * 3600)
            let at = try #require(try await store.append(step: step, by: "ada", after: place, now: clock))
            #expect(at > last)
            last = at
            #expect(try await store.append(step: step, by: "ada", after: place, now: now) == nil, "the log has gone on")
        }
        #expect(try await stores[0].decisions().count == 20)
        // A file may state any moment; a slip of the pen does not set the clock.
        _ = try await stores[0].append([Self.decision("3", at: 10 * 365 * 86_400)])
        let place = try await stores[0].lastDecision()
        let next = try await stores[0].append(step: [Self.decision("1")], by: "ada", after: place, now: now)
        #expect(next.map { $0 < Timestamp(seconds: 1_700_000_060) } == true)
    }

    @Test(arguments: [true, false]) func `A store that went, or was replaced, is not written any more`(
        isReplaced: Bool
    ) async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [0]))
        let copy = fixture.folder.path("copy.db")
        try await store.backUp(to: copy)
        try await store.keep(StoreFixture.judged(StoreFixture.signal("2"), topics: [0]))
        unlink(fixture.path)
        if isReplaced { try FileManager.default.moveItem(atPath: copy, toPath: fixture.path) }
        let fault: StoreError = isReplaced ? .replaced(path: fixture.path) : .vanished(path: fixture.path)
        #expect(throws: fault) { try store.checkFile() }
        await #expect(throws: fault) {
            try await store.keep(StoreFixture.judged(StoreFixture.signal("3"), topics: [0]))
        }
        try store.close()
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "-wal"), "it would be laid over the new file")
        guard isReplaced else { return }
        #expect(try await Store.read(fixture.path).all().map(\.signal.id.native) == ["1"])
        #expect(try fixture.look { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test func `A log that is left of a store that was removed is not taken for that of a new one`() async throws {
        let fixture = try StoreFixture()
        do {
            let store = try await fixture.open()
            try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [0]))
            try FileManager.default.copyItem(atPath: fixture.path + "-wal", toPath: fixture.folder.path("log"))
            try store.close()
        }
        unlink(fixture.path)
        try FileManager.default.moveItem(atPath: fixture.folder.path("log"), toPath: fixture.path + "-wal")
        #expect(try await fixture.open().all().isEmpty)
    }

    @Test func `A pipe, a device and a folder are refused in words`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero", folder.url.path] {
            #expect(throws: StoreError.notAFile(path: path)) { try Store.open(path, purpose: "a test") }
            #expect(throws: StoreError.notAFile(path: path)) { try Store.read(path) }
        }
    }
}
