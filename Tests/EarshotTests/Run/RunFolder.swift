import Foundation
import TestSupport

/// Posts for a running program.
enum RunPosts {
    /// A post a number, each at a time of its own.
    static func lines(_ ids: some Sequence<Int>, _ text: String = "devops") -> String {
        ids.map { id in
            let time = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: 1_500_000_000 + Double(id)))
            return #"{"id":"\#(id)","source":"test","author":"ada","time":"\#(time)","text":"\#(text) \#(id)"}"# + "\n"
        }.joined()
    }
}

extension TemporaryFolder {
    /// Writes posts behind what a file holds.
    func add(_ ids: some Sequence<Int>, to name: String = "posts", _ text: String = "devops") throws {
        if !FileManager.default.fileExists(atPath: path(name)) { _ = try write(name, "") }
        try append(name, RunPosts.lines(ids, text))
    }
}
