package import Settings
import Signals

/// A kind of sink, as a row of the table of kinds.
package struct SinkKind: Kind {
    package static let noun = "sink"
    package static let sharedKeys = [
        Key(
            "volatile",
            .choice(VolatilePolicy.allCases.map(\.name)),
            "what becomes of volatile signals here, as the key of the whole configuration says it for all",
            example: "hide"
        )
    ]
    package static let plannedKeys = ["name", "filter", "reads", "every", "format", "max_rate"]

    package let name: String
    package let summary: String
    package let place: Key?
    package let keys: [Key]
    package let access: Access
    package let blindSpots: [String]
    package let ends: String?
    package let template: [String]
    /// Looks at an entry for `earshot doctor`; a server is asked, and nothing is written.
    package let check: @Sendable (Entry, SinkContext) async -> [Finding]
    /// Makes the sink of an entry that `validate(_:)` has let pass.
    package let make: @Sendable (Entry, SinkContext) throws -> any Sink
    private let identify: @Sendable (Entry) throws -> String

    /// `identity`: the name that the store knows the sink by; by default its kind and place.
    package init(
        name: String,
        summary: String,
        place: Key?,
        keys: [Key] = [],
        access: Access,
        blindSpots: [String],
        ends: String? = nil,
        template: [String],
        identity: (@Sendable (Entry) throws -> String)? = nil,
        check: @escaping @Sendable (Entry, SinkContext) async -> [Finding],
        make: @escaping @Sendable (Entry, SinkContext) throws -> any Sink
    ) {
        self.name = name
        self.summary = summary
        self.place = place
        self.keys = keys
        self.access = access
        self.blindSpots = blindSpots
        self.ends = ends
        self.template = template
        identify = identity ?? { place == nil ? name : "\(name):\(try $0.placeText())" }
        self.check = check
        self.make = make
    }

    package func identity(of entry: Entry) throws -> String { try identify(entry) }
}
