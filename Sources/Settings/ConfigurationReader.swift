import Foundation
import Language
package import Signals

extension Configuration {
    /// Reads a file.
    ///
    /// Paths in it count from the folder it lies in. Feeds and sinks are read as entries: their kinds check them.
    /// - Throws: `ConfigurationError`.
    package init(path: String) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(path: path, line: nil, reason: "cannot be read. Name a file that is there.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(path: path, line: nil, reason: "is not UTF-8. Save it as UTF-8.")
        }
        var document = YAMLDocument(path: path)
        try self.init(document.read(text))
    }

    private init(_ root: Setting?) throws(ConfigurationError) {
        self.init()
        guard let root else { return }
        let file = try root.section(example: "store")
        try file.check(Self.keys, planned: Self.plannedKeys)
        store = try file["store"]?.filePath()
        topics = try file["topics"]?.topics()
        friendlies = try file["friendlies"]?.texts() ?? []
        own = try file["own"]?.texts() ?? []
        try read(words: file)
        feeds = try file["feeds"]?.entries("a feed", example: "file: posts.ndjson") ?? []
        sinks = try file["sinks"]?.entries("a sink", example: "influxdb: http://127.0.0.1:8086") ?? []
        keepsAll = try file["keep_all"]?.flag() ?? false
        keepsRaw = try file["keep_raw"]?.flag() ?? false
        retention = try file["retention"]?.retention() ?? RetentionSetting()
        queueAge = try file["queue"]?.duration() ?? queueAge
        listen = try file["listen"]?.listen()
        volatile = try file["volatile"]?.volatilePolicy() ?? .keep
    }

    private mutating func read(words file: Section) throws(ConfigurationError) {
        if let lists = try file["profanity"]?.section(example: "allow") {
            try lists.check(["allow", "deny"])
            profanity.allowed = try lists["allow"]?.named("profanity.allow").texts() ?? []
            profanity.denied = try lists["deny"]?.named("profanity.deny").texts() ?? []
        }
        volatileAbove = try file["volatile_above"]?.probability()
        if let weights = try file["weights"]?.section(example: "sentiment") {
            try weights.check(["sentiment", "offensive"])
            sentimentWeights = try weights["sentiment"]?.filePath()
            offensiveWeights = try weights["offensive"]?.filePath()
        }
    }

    private static let keys = [
        "store", "topics", "friendlies", "own", "profanity", "volatile_above", "weights", "feeds", "sinks",
        "keep_all", "keep_raw", "retention", "queue", "listen", "volatile",
    ]

    /// Keys that the design names and nothing reads yet.
    private static let plannedKeys = [
        "timezone", "people", "groups", "views", "alerts", "digest", "share", "hooks", "url", "trust_proxy",
        "heartbeat_file", "heartbeat_env",
    ]
}

extension Setting {
    fileprivate func entries(_ noun: String, example: String) throws(ConfigurationError) -> [Entry] {
        var entries: [Entry] = []
        for setting in try list(advice: ". Write an entry a line: - \(example)") {
            entries.append(try Entry(setting, noun, example: example))
        }
        return entries
    }

    fileprivate func retention() throws(ConfigurationError) -> RetentionSetting {
        let section = try section(example: "age")
        try section.check(["age", "size"])
        var retention = RetentionSetting()
        retention.age = try section["age"]?.duration()
        retention.size = try section["size"]?.bytes()
        return retention
    }

    fileprivate func listen() throws(ConfigurationError) -> ListenSetting {
        guard let address = ListenSetting(try text()) else {
            throw error("listen is an address and a port, such as 127.0.0.1:8017.")
        }
        return address
    }

    fileprivate func probability() throws(ConfigurationError) -> Double {
        guard let value = Double(try text()), (0...1).contains(value) else {
            throw error("volatile_above is a number from 0 to 1, such as 0.9.")
        }
        return value
    }
}

extension Setting {
    /// Reads what becomes of volatile signals.
    package func volatilePolicy() throws(ConfigurationError) -> VolatilePolicy {
        VolatilePolicy(name: try choice(of: VolatilePolicy.allCases.map(\.name))) ?? .keep
    }
}
