/// The traits of a source, by its name: a row each, and one for those that have none of their own.
package struct SourceTraits: Sendable {
    /// Ids that are a clock above a counter.
    package struct Snowflakes: Sendable {
        /// Ids from this one on have the clock; smaller ones were counted up.
        package let first: Int64
        /// Milliseconds since 1970 at which the clock stood at zero.
        package let epoch: Int64
        /// The number of bits of the counter, which are below the clock.
        package let counterBits: Int64

        /// Returns the time at which the post of an id was made, to the millisecond; nil if the id has no clock.
        package func time(of id: Int64) -> Timestamp? {
            id >= first ? Timestamp(milliseconds: (id >> counterBits) + epoch) : nil
        }
    }

    package let name: String
    /// The step in which it states times, always, in milliseconds.
    package let resolution: Int64
    /// The clock in its ids; nil if they have none.
    package let snowflakes: Snowflakes?
    /// True if texts in its own format hold `&`, `<` and `>` as HTML entities, and no other character as one.
    package let writesEntities: Bool

    private init(
        _ name: String,
        resolution: Int64 = coarsestResolution,
        snowflakes: Snowflakes? = nil,
        writesEntities: Bool = false
    ) {
        (self.name, self.resolution, self.snowflakes) = (name, resolution, snowflakes)
        self.writesEntities = writesEntities
    }
}

extension SourceTraits {
    /// The coarsest resolution of any source, in milliseconds, and that of sources of which none is known.
    package static let coarsestResolution: Int64 = 1000

    /// A resolution never changes: it is in the timestamps of points.
    package static let all = [
        // Snowflakes since November 2010; their epoch is 2010-11-04T01:42:54.657Z.
        SourceTraits(
            "x",
            resolution: 1,
            snowflakes: Snowflakes(first: 30_000_000_000, epoch: 1_288_834_974_657, counterBits: 22),
            writesEntities: true
        ),
        SourceTraits("mastodon", resolution: 1),
        SourceTraits("bluesky", resolution: 1),
        SourceTraits("github"),
        SourceTraits("hackernews"),
    ]

    private static let unknown = SourceTraits("")

    /// The traits of a source.
    package static func of(_ source: String) -> SourceTraits {
        all.first { $0.name == source } ?? unknown
    }

    /// The traits of a source whose name is borrowed.
    package static func of(utf8 source: UnsafeRawBufferPointer) -> SourceTraits {
        all.first { $0.name.utf8.elementsEqual(source) } ?? unknown
    }
}
