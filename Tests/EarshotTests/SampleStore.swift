import Foundation
import TestSupport

/// A store of a few posts, made by the program itself.
struct SampleStore {
    static let posts = """
        {"id":"1","source":"x","author":"ada","time":"2017-08-29T13:00:00Z","text":"I love swift, it is wonderful!","lang":"en","likes":3}
        {"id":"2","source":"x","author":"bo","time":"2017-08-29T13:04:59.999Z","text":"The swift api is terrible, I hate it","lang":"en"}
        {"id":"3","source":"mastodon","author":"cy","time":"2017-08-29T14:30:00Z","text":"Die API ist da","lang":"de","note":"my own key"}
        {"id":"4","source":"x","author":"di","time":"2017-08-30T00:00:00Z","text":"This damn api","lang":"en","kind":"reply","parent":"2"}
        {"id":"5","source":"x","author":"ed","time":"2017-08-30T00:00:00Z","text":"nothing of note"}
        {"id":"1","source":"x","author":"ada","time":"2017-08-29T13:00:00Z","text":"I love swift, it is wonderful!","lang":"en","likes":3}
        not a post

        """

    let folder: TemporaryFolder
    let path: String
    /// How the replay that made it went.
    let replay: Program.Run

    init(_ posts: String = posts, topics: String = "swift,api", options: [String] = []) throws {
        folder = try TemporaryFolder()
        path = folder.path("sample.db")
        let file = try folder.write("posts.ndjson", posts)
        replay = try Program.run(
            ["replay", file, "--store", path, "--topics", topics, "--json"] + options,
            folder: folder.url
        )
    }

    /// Runs a command on the store.
    func run(_ arguments: [String], input: String = "") throws -> Program.Run {
        try Program.run(arguments + ["--store", path], input: input, folder: folder.url)
    }
}

extension TemporaryFolder {
    func write(_ name: String, bytes: [UInt8]) throws {
        try Data(bytes).write(to: url.appendingPathComponent(name))
    }

    /// The names of the files in it.
    func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }
}

extension Program.Run {
    /// The lines of the output without their ends; an empty line is a line.
    var lines: [String] {
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
