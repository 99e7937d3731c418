import Foundation
import GRDB
import Signals
import Store
import TestSupport
import Testing

struct StoreOpeningTests {
    private func permissions(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("a new store and its side files are for their owner only")
    func privacy() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1")))
        for suffix in ["", "-wal", "-shm", "-lease"] {
            #expect(try permissions(fixture.path + suffix) == 0o600, "\(suffix)")
        }
    }

    @Test("links that lead in a circle are refused, and stay")
    func circle() throws {
        let folder = try TemporaryFolder()
        let (one, other) = (folder.path("one.db"), folder.path("other.db"))
        try FileManager.default.createSymbolicLink(atPath: one, withDestinationPath: other)
        try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: one)
        #expect(throws: StoreError.self) { try Store.open(one, purpose: "a test") }
        #expect(throws: StoreError.missing(path: one)) { try Store.read(one) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: one) == other)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: other) == one)
    }

    @Test("a second look at a store leaves this process the locks that it has", arguments: [false, true])
    func locks(isThere: Bool) async throws {
        let fixture = try StoreFixture()
        if isThere { try await fixture.open().close() }
        let store = try await fixture.open()
        defer { withExtendedLifetime(store) {} }
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1")))
        let inode = try #require(
            try FileManager.default.attributesOfItem(atPath: fixture.path)[.systemFileNumber] as? UInt64
        )
        func locks() -> Int {
            KernelLocks.lines.count {
                $0.contains(" POSIX ") && $0.contains(" \(getpid()) ") && $0.contains(":\(inode) ")
            }
        }
        let before = locks()
        #expect(before > 0)
        let link = fixture.folder.path("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
        for path in [fixture.path, fixture.folder.path("./store.db"), link] {
            _ = try Store.read(path)
            let error = #expect(throws: StoreError.self) { _ = try Store.open(path, purpose: "another test") }
            // A link is no way around the lease.
            #expect(error?.description.contains("is being written by a test") == true)
            #expect(try Store.pendingUpgrade(path).migrations.isEmpty)
        }
        #expect(locks() == before)
    }

    @Test("a store that is closed leaves one file, whoever holds it still")
    func closing() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1")))
        #expect(FileManager.default.fileExists(atPath: fixture.path + "-wal"))
        try store.close()
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "-wal"))
        await #expect(throws: (any Error).self) {
            try await store.keep(StoreFixture.judged(StoreFixture.signal("2")))
        }
        #expect(try await Store.read(fixture.path).all().map(\.signal.id.qualified) == ["x:1"])
    }

    @Test("what was kept is there when it is opened again, to write and to read")
    func reopening() async throws {
        let fixture = try StoreFixture()
        #expect(try await fixture.open().isEmpty())
        try await fixture.open().keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [1]))
        for store in [try Store.open(fixture.path, purpose: "a test"), try Store.read(fixture.path)] {
            #expect(try await store.all().map(\.signal.id.qualified) == ["x:1"])
            #expect(try await store.all().first?.topics == ["swift"])
            #expect(try await store.trackedTopics() == StoreFixture.topics)
            #expect(try await !store.isEmpty())
        }
    }

    @Test("who reads while a store is made finds none or a whole one, and does not stand in its way")
    func making() async throws {
        let folder = try TemporaryFolder()
        for number in 0..<30 {
            let path = folder.path("\(number).db")
            let reading = Task.detached {
                var missing = 0
                while true {
                    do {
                        _ = try Store.read(path)
                        return missing
                    } catch StoreError.missing {
                        missing += 1
                        await Task.yield()
                    }
                }
            }
            _ = try Store.open(path, purpose: "a test")
            _ = try await reading.value
            #expect(!FileManager.default.fileExists(atPath: path + ".making"))
        }
    }

    @Test("an empty file is no store yet, and becomes one; what a link leads to is made")
    func emptyAndLinked() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("empty.db", "")
        #expect(throws: StoreError.missing(path: path)) { try Store.read(path) }
        _ = try Store.open(path, purpose: "a test")
        _ = try Store.read(path)
        let link = folder.path("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere.db")
        _ = try Store.open(link, purpose: "a test")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "elsewhere.db")
        _ = try Store.read(folder.path("elsewhere.db"))
    }

    @Test("reading a store that is not there says how to make one")
    func missing() throws {
        let path = try TemporaryFolder().path("none.db")
        let error = #expect(throws: StoreError.missing(path: path)) { try Store.read(path) }
        #expect(
            error?.description
                == "there is no store at \(path). Hear something first: earshot replay FILE --store \(path)"
        )
    }

    @Test("a store in a folder that is not there cannot be made")
    func missingFolder() throws {
        let path = try TemporaryFolder().path("none/store.db")
        #expect(throws: StoreError.cannotOpen(path: path, reason: "No such file or directory")) {
            try Store.open(path, purpose: "a test")
        }
    }

    @Test("a file that is no database is not taken for a store, nor touched")
    func notADatabase() throws {
        let fixture = try StoreFixture()
        let text = String(repeating: "notes, not signals\n", count: 100)
        _ = try fixture.folder.write("store.db", text)
        #expect(throws: StoreError.notAStore(path: fixture.path)) { try Store.open(fixture.path, purpose: "a test") }
        #expect(throws: StoreError.notAStore(path: fixture.path)) { try Store.read(fixture.path) }
        #expect(try String(contentsOfFile: fixture.path, encoding: .utf8) == text)
    }

    @Test("another program's database is not taken for a store, nor touched")
    func foreignDatabase() throws {
        let fixture = try StoreFixture()
        try fixture.change("CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('https://e.example/')")
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        #expect(throws: StoreError.notAStore(path: fixture.path)) { try Store.read(fixture.path) }
        #expect(throws: StoreError.notAStore(path: fixture.path)) { try Store.open(fixture.path, purpose: "a test") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
    }

    @Test("a store that a newer version has written is left alone")
    func newer() async throws {
        let fixture = try StoreFixture()
        try await fixture.open().keep(StoreFixture.judged(StoreFixture.signal("1")))
        try fixture.change("INSERT INTO grdb_migrations VALUES ('999 from tomorrow')")
        let error = #expect(throws: StoreError.newer(path: fixture.path)) {
            try Store.open(fixture.path, purpose: "a test")
        }
        #expect(
            error?.description
                == "the store \(fixture.path) was written by a newer version of Earshot. Use that version; this one changed nothing."
        )
        #expect(throws: StoreError.newer(path: fixture.path)) { try Store.read(fixture.path) }
    }

    @Test("a store of an earlier version is not read, but brought up to date by a writer")
    func older() throws {
        let fixture = try StoreFixture()
        try fixture.change(
            "PRAGMA application_id = 0x45415253; CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"
        )
        #expect(throws: StoreError.older(path: fixture.path)) { try Store.read(fixture.path) }
        _ = try Store.open(fixture.path, purpose: "a test")
        _ = try Store.read(fixture.path)
    }
}
