/// Bodies of requests over the local socket.
package enum LocalRequest {
    /// Who asks.
    package struct Person: Codable, Sendable {
        package var name: String

        package init(name: String) {
            self.name = name
        }
    }

    /// The latest steps.
    package struct History: Codable, Sendable {
        package var limit: Int

        package init(limit: Int) {
            self.limit = limit
        }
    }

    /// Hears recorded files.
    package struct Replay: Codable, Sendable {
        /// Absolute paths.
        package var files: [String]
        package var format: String?
        package var keepsRaw = false
        package var again = false

        package init(files: [String]) {
            self.files = files
        }
    }
}

/// Bodies of answers over the local socket.
package enum LocalAnswer {
    /// It is done, and there is nothing to say of it.
    package struct Done: Codable, Sendable {
        package init() {}
    }

    /// What became of something to be forgotten.
    package struct Forgotten: Codable, Sendable {
        /// Whether no byte of it is left in the log either.
        package let logEmptied: Bool
    }

    /// How the running program is doing.
    package struct Status: Decodable, Sendable {
        package let version: String
        package let ready: Bool
        package let feeds: [Feed]
    }

    /// How a feed is doing.
    package struct Feed: Decodable, Sendable {
        package let feed: String
        package let kind: String
        package let state: String
        package var reason: String?
        package var lines: Int?
        package var lastHeard: String?

        private enum CodingKeys: String, CodingKey {
            case feed, kind, state, reason, lines
            case lastHeard = "last_heard"
        }

        package init(feed: String, kind: String, state: String) {
            (self.feed, self.kind, self.state) = (feed, kind, state)
        }
    }
}
