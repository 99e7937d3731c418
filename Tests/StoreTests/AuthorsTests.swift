import Foundation
import GRDB
import Signals
import Store
import Testing

/// Authors by their stable ids, from the first of their signals to the last.
struct AuthorsTests {
    private static let (handle, native) = ("zebra-umbrella", "did:plc:quagga7wildebeest")
    private static let now = Timestamp(seconds: 1_700_000_000)

    private func judged(_ id: String, author: String = handle, authorID: String? = native) -> JudgedSignal {
        var signal = StoreFixture.signal(id, at: 1_600_000_000)
        (signal.author, signal.authorID) = (author, authorID)
        return StoreFixture.judged(signal, topics: [0])
    }

    private func occurrences(of text: String, _ fixture: StoreFixture) -> Int {
        ["", "-wal", "-shm"].reduce(0) { total, suffix in
            let file = (try? Data(contentsOf: URL(fileURLWithPath: fixture.path + suffix))) ?? Data()
            return total + [UInt8](file).ranges(of: Array(text.utf8)).count
        }
    }

    private func authors(_ fixture: StoreFixture) throws -> [String] {
        try fixture.look { try String.fetchAll($0, sql: "SELECT native || ' ' || handle FROM author ORDER BY id") }
    }

    private func forget(_ id: String, _ store: Store) async throws {
        let plan = try await store.plan(toForget: .signal(SignalID(source: "x", id: id)))
        #expect(try await store.forget(plan, at: Self.now))
    }

    @Test("the last signal that is forgotten takes its author along: neither handle nor id is left in any file")
    func forgetting() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(judged("1"), judged("2"), judged("3", author: "otis", authorID: "did:plc:other"))
        try await forget("1", store)
        #expect(try authors(fixture).count == 2)
        #expect(occurrences(of: Self.native, fixture) > 0)
        try await forget("2", store)
        #expect(try authors(fixture) == ["did:plc:other otis"])
        #expect(occurrences(of: Self.handle, fixture) == 0)
        #expect(occurrences(of: Self.native, fixture) == 0)
        // Who is heard again is an author again, also without a restart.
        try await store.keep(judged("4"))
        #expect(try await store.all().map(\.signal.authorID) == ["did:plc:other", Self.native])
    }

    @Test("an author whose last signal is taken back or trimmed is gone as well", arguments: [false, true])
    func removal(byRetention: Bool) async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(judged("1"), judged("2"))
        if byRetention {
            #expect(try await store.retain(age: 1, bytes: nil, now: Self.now).signals == 2)
        } else {
            var batch = StoreFixture.batch()
            batch.withdrawn = ["1", "2"].map { SignalID(source: "x", id: $0) }
            #expect(try await store.keep(batch).withdrawn == 2)
        }
        #expect(try authors(fixture) == [])
        try await store.keep(judged("3"))
        #expect(try await store.all().map(\.signal.authorID) == [Self.native])
    }

    @Test("what an edit has replaced is gone from the file with the signal")
    func formerVersion() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let words = "zebra umbrella said in confidence"
        let batch = (0..<200).map { number in
            var signal = StoreFixture.signal("\(number)", text: "\(words), number \(number)")
            signal.author = "\(Self.handle)\(number)"
            return StoreFixture.judged(signal, topics: [0, 1])
        }
        _ = try await store.keep(StoreFixture.batch(batch))
        let edits = (0..<200).map { number in
            var signal = StoreFixture.signal("\(number)", text: "nothing")
            signal.editedAt = Timestamp(seconds: 20)
            return StoreFixture.judged(signal, topics: [0])
        }
        _ = try await store.keep(StoreFixture.batch(edits))
        try await forget("0", store)
        #expect(occurrences(of: words, fixture) == 0)
        #expect(occurrences(of: Self.handle, fixture) == 0)
        #expect(try await store.all().count == 199)
    }

    @Test("an edit that states the author anew renames them")
    func renaming() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(judged("1"))
        var edit = judged("1", author: "ada-two").signal
        edit.editedAt = Timestamp(seconds: 1_600_000_020)
        try await store.keep(StoreFixture.judged(edit, topics: [0]))
        #expect(try authors(fixture) == ["\(Self.native) ada-two"])
        #expect(try await store.all().map(\.signal.author) == ["ada-two"])
    }
}
