import Foundation
import Signals
import Store
import TestSupport
import Testing

struct BackupTests {
    private func fill(_ store: Store, _ range: Range<Int>) async throws {
        let signals = range.map { StoreFixture.judged(StoreFixture.signal("\($0)", at: Int64($0)), topics: [0]) }
        _ = try await store.keep(StoreFixture.batch(signals))
    }

    private func ids(_ path: String) async throws -> [String] {
        try await Store.read(path).signals(limit: 100_000).map(\.signal.id.native)
    }

    @Test("a copy holds what the store held, while the store goes on")
    func copies() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await fill(store, 0..<500)
        let copy = fixture.folder.path("copy.db")
        try await store.backUp(to: copy)
        try await fill(store, 500..<600)
        #expect(try await ids(copy) == (0..<500).map(String.init))
        #expect(try await Store.read(copy).trackedTopics() == StoreFixture.topics)
        #expect(try await ids(fixture.path).count == 600)
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!FileManager.default.fileExists(atPath: copy + ".partial"))
    }

    @Test("a copy made in the middle of writing is a whole number of batches")
    func meanwhile() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        async let writing: Void = {
            for batch in 0..<40 { try await fill(store, batch * 50..<(batch + 1) * 50) }
        }()
        var copies: [String] = []
        for number in 0..<5 {
            let copy = fixture.folder.path("copy\(number).db")
            try await Store.read(fixture.path).backUp(to: copy)
            copies.append(copy)
        }
        try await writing
        for copy in copies {
            let found = try await ids(copy)
            #expect(found.count % 50 == 0)
            #expect(found == (0..<found.count).map(String.init))
        }
    }

    @Test("a file that is there is never written over")
    func taken() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let path = try fixture.folder.write("notes.txt", "mine")
        await #expect(throws: StoreError.exists(path: path)) { try await store.backUp(to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    @Test("a restored store is the copy, and what was there is beside it")
    func restores() async throws {
        let fixture = try StoreFixture()
        let copy = fixture.folder.path("copy.db")
        do {
            let store = try await fixture.open()
            try await fill(store, 0..<10)
            try await store.backUp(to: copy)
            try await fill(store, 10..<20)
        }
        let former = try await Store.restore(copy, to: fixture.path)
        #expect(former == fixture.path + ".before-restore")
        #expect(try await ids(fixture.path).count == 10)
        #expect(try await ids(fixture.path + ".before-restore").count == 20)
        #expect(try await ids(copy).count == 10)
        // It is written like any other.
        let store = try await fixture.open()
        try await fill(store, 5..<15)
        #expect(try await ids(fixture.path).count == 15)
    }

    @Test("a store that a link leads to is restored where it is")
    func restoresThroughLink() async throws {
        let fixture = try StoreFixture()
        let folder = try TemporaryFolder()
        let (copy, first, second) = (folder.path("copy.db"), folder.path("first.db"), folder.path("second.db"))
        try FileManager.default.createSymbolicLink(atPath: first, withDestinationPath: "second.db")
        try FileManager.default.createSymbolicLink(atPath: second, withDestinationPath: fixture.path)
        do {
            let store = try Store.open(first, purpose: "a test")
            #expect(store.path == fixture.path)
            try await store.prepare(topics: StoreFixture.topics, revision: 7) { _ in nil }
            try await fill(store, 0..<10)
            try await store.backUp(to: copy)
            try await fill(store, 10..<20)
        }
        #expect(try await Store.restore(copy, to: first) == fixture.path + ".before-restore")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: first) == "second.db")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: second) == fixture.path)
        #expect(try await ids(fixture.path).count == 10)
        #expect(try await ids(fixture.path + ".before-restore").count == 20)
    }

    @Test("a damaged store is replaced, and kept")
    func damaged() async throws {
        let fixture = try StoreFixture()
        let copy = fixture.folder.path("copy.db")
        do {
            let store = try await fixture.open()
            try await fill(store, 0..<200)
            try await store.backUp(to: copy)
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: fixture.path))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 65_536))
        try file.close()
        _ = try await Store.restore(copy, to: fixture.path)
        #expect(try await ids(fixture.path).count == 200)
    }

    @Test("nothing is restored over a store that is written, nor from what is no store")
    func refusals() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await fill(store, 0..<3)
        let copy = fixture.folder.path("copy.db")
        try await store.backUp(to: copy)
        await #expect(throws: StoreError.self) { _ = try await Store.restore(copy, to: fixture.path) }
        let other = fixture.folder.path("other.db")
        let text = try fixture.folder.write("notes.txt", "mine")
        await #expect(throws: StoreError.notAStore(path: text)) { _ = try await Store.restore(text, to: other) }
        await #expect(throws: StoreError.missingCopy(path: "no.db")) { _ = try await Store.restore("no.db", to: other) }
        #expect(!FileManager.default.fileExists(atPath: other))
        #expect(try await Store.restore(copy, to: other) == nil)
        #expect(try await ids(other).count == 3)
        // What a restore before has put aside is not lost to the next.
        _ = try await Store.restore(copy, to: other)
        await #expect(throws: StoreError.exists(path: other + ".before-restore")) {
            _ = try await Store.restore(copy, to: other)
        }
        #expect(try await ids(other).count == 3)
    }
}
