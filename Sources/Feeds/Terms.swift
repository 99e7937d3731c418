/// The words that a feed asks upstream for; files ignore them.
package struct Terms: Hashable, Sendable {
    /// Names of topics and their aliases.
    package var names: [String]

    package init(names: [String] = []) {
        self.names = names
    }
}
