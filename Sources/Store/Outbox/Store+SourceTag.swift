extension Store {
    /// The first so many sources of a store have their name as tag, later ones share one: a tag has a bounded number of
    /// values.
    static let namedSources: Int64 = 64

    /// A source as a tag.
    static func tag(source: String, number: Int64) -> String {
        number <= namedSources ? source : "other"
    }
}
