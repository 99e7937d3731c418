/// A tracked keyword.
package struct Topic: Hashable, Sendable {
    /// As its owner wrote it.
    ///
    /// It is the `keywords` tag of InfluxDB and the name in every output.
    package let name: String

    package init(name: String) {
        self.name = name
    }
}
