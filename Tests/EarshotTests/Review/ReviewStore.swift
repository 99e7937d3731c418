import Foundation
import TestSupport

/// A store with posts that wait for a decision, in an order that is known: the likeliest first.
struct ReviewStore {
    static let posts = """
        {"id":"1","source":"forum","author":"ada","time":"2026-03-10T09:00:00Z","text":"I love the new swift release, it is wonderful!","lang":"en","url":"https://forum.example/1"}
        {"id":"2","source":"forum","author":"otis","time":"2026-03-10T09:20:00Z","text":"our #swift build is terrible, I hate it","lang":"en"}
        {"id":"3","source":"forum","author":"pia","time":"2026-03-10T10:05:00Z","text":"the swift meetup is on Tuesday","lang":"en"}

        """

    let folder: TemporaryFolder

    init(_ posts: String = posts) throws {
        folder = try TemporaryFolder()
        let file = try folder.write("posts.ndjson", posts)
        _ = try Program.run(["replay", file, "--topics", "swift", "--friendlies", "ada"], folder: folder.url)
    }

    func run(_ arguments: String..., environment: [String: String] = ["EARSHOT_USER": "ada"]) throws -> Program.Run {
        try Program.run(arguments, folder: folder.url, environment: environment)
    }

    /// What was decided, by `id decision`, in the order of the log.
    func decisions() throws -> [String] {
        try run("export", "decisions").objects().map {
            "\($0["id"] as? String ?? "") \($0["decision"] as? String ?? "")"
        }
    }

    /// The ids of what waits.
    func waiting(_ arguments: String...) throws -> [String] {
        let all = ["review", "--json", "--order", "highest"] + arguments
        return try Program.run(all, folder: folder.url, environment: ["EARSHOT_USER": "ada"]).objects()
            .compactMap { $0["id"] as? String }
    }
}
