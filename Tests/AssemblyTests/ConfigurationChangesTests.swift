import Assembly
import Settings
import TestSupport
import Testing

struct ConfigurationChangesTests {
    private func changes(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let new = try Configuration(path: try folder.write("earshot.yaml", text))
        return ConfigurationChanges(from: Configuration(), to: new).needsRestart
    }

    @Test(arguments: [
        ("store: other.db", ["store"]), ("listen: 127.0.0.1:8017", ["listen"]),
        ("retention: {age: 30d}", ["retention"]), ("queue: 3d", ["queue"]),
        ("store: other.db\nqueue: 3d", ["store", "queue"]),
        ("topics: [swift]\nfeeds: [{file: a}]\nsinks: [{influxdb: 'http://h'}]\nkeep_raw: true\nvolatile: drop", []),
    ])
    func `What needs a restart is named, and nothing else is`(text: String, keys: [String]) throws {
        #expect(try changes(text) == keys)
    }
}
