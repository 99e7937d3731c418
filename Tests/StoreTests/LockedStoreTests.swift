import GRDB
import Signals
import Store
import TestSupport
import Testing

/// A store that another program holds for itself.
struct LockedStoreTests {
    @Test("a store that another program has locked is said to be, and is fine afterwards")
    func locked() async throws {
        let fixture = try StoreFixture()
        try await fixture.open().keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [1]))
        let path = fixture.path
        do {
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: configuration)
            try await other.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
            }
            let run = try await Blocking.run { try Program.run(["topics", "--store", path]) }
            #expect(run.exitCode == 2)
            #expect(
                run.errors
                    == "earshot: the store is locked by another program. Run the command again when that has ended.\n"
            )
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
        }
        let run = try await Blocking.run { try Program.run(["topics", "--store", path]) }
        #expect(run.exitCode == 0)
        #expect(run.output.contains("swift"))
    }
}
