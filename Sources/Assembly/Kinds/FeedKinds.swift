package import Feeds
package import Settings

/// The kinds of feeds; a new one is made by its name here.
package enum FeedKinds {
    package static let all: [FeedKind] = [.file, .folder, .mail, .standardInput]

    package static let table = KindTable(
        all,
        planned: [
            "bluesky", "feed", "hackernews", "lobsters", "stackexchange", "discourse", "mastodon", "x",
            "github",
            "gitlab", "jenkins", "statuspage", "webhook",
        ]
    )
}
