package import Settings

/// A kind of feed, as a row of the table of kinds.
package struct FeedKind: Kind {
    /// What an entry of a configuration becomes.
    package typealias Product = FeedSetting

    package static let noun = "feed"
    package static let sharedKeys = [
        Key(
            "format",
            .choice(PostParser.Format.allCases.map(\.rawValue)),
            "how its lines are read, as `earshot replay --format` takes it",
            example: "text",
            usual: PostParser.Format.auto.rawValue
        )
    ]
    package static let plannedKeys = ["name", "every", "keep", "max_rate"]

    package let name: String
    package let summary: String
    package let place: Key?
    package let keys: [Key]
    package let access: Access
    package let blindSpots: [String]
    package let ends: String?
    package let template: [String]
    /// Looks at an entry for `earshot doctor`, without hearing anything.
    package let check: @Sendable (Entry) async -> [Finding]
    /// Makes the feed of an entry that `validate(_:)` has let pass.
    package let make: @Sendable (Entry) throws -> Product
    private let label: String?

    /// `label`: the name shown for a kind without a place.
    package init(
        name: String,
        summary: String,
        place: Key?,
        keys: [Key] = [],
        access: Access,
        blindSpots: [String],
        ends: String? = nil,
        label: String? = nil,
        template: [String],
        check: @escaping @Sendable (Entry) async -> [Finding],
        make: @escaping @Sendable (Entry) throws -> Product
    ) {
        self.name = name
        self.summary = summary
        self.place = place
        self.keys = keys
        self.access = access
        self.blindSpots = blindSpots
        self.ends = ends
        self.label = label
        self.template = template
        self.check = check
        self.make = make
    }

    package func identity(of entry: Entry) throws -> String {
        place == nil ? name : "\(name):\(try label(of: entry))"
    }

    /// The name that listings show for an entry: its place.
    package func label(of entry: Entry) throws -> String {
        guard let place else { return label ?? name }
        return try place.form == .path ? entry.placePath() : entry.placeText()
    }

    /// Reads the format that an entry states; nil for the usual one.
    package static func format(of entry: Entry) throws -> PostParser.Format? {
        try entry.text("format").flatMap(PostParser.Format.init(rawValue:))
    }
}
