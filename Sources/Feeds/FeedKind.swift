package import Settings

/// A kind of feed, as a row of the table of kinds.
package struct FeedKind: Kind {
    package static let noun = "feed"
    package static let sharedKeys = [
        Key(
            "format",
            .choice(PostFormat.allCases.map(\.rawValue)),
            "how its lines are read, as `earshot replay --format` takes it",
            example: "text",
            usual: PostFormat.auto.rawValue
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
    ///
    /// Of a kind that reads lines, `LineOptions` are how, where the entry does not say.
    package let make: @Sendable (Entry, LineOptions) throws -> any Feed
    /// True if its places are those of files, by content, which `run` and `replay` share.
    package let sharesPlaces: Bool
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
        sharesPlaces: Bool = false,
        template: [String],
        check: @escaping @Sendable (Entry) async -> [Finding],
        make: @escaping @Sendable (Entry, LineOptions) throws -> any Feed
    ) {
        self.name = name
        self.summary = summary
        self.place = place
        self.keys = keys
        self.access = access
        self.blindSpots = blindSpots
        self.ends = ends
        self.label = label
        self.sharesPlaces = sharesPlaces
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

    /// Reads how an entry has lines read; what it does not say is as usual.
    package static func lines(of entry: Entry, _ usual: LineOptions) throws -> LineOptions {
        var options = usual
        if let format = try entry.text("format").flatMap(PostFormat.init(rawValue:)) { options.format = format }
        return options
    }
}
