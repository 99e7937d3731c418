/// The words and accounts a feed asks upstream for; files ignore them.
package struct Terms: Hashable, Sendable {
    /// Names of topics and their aliases.
    package var names: [String]
    /// Authors whose posts are wanted whatever they say.
    package var friendlies: [String]
    /// Accounts of one's own people.
    package var own: [String]

    package init(names: [String] = [], friendlies: [String] = [], own: [String] = []) {
        (self.names, self.friendlies, self.own) = (names, friendlies, own)
    }
}
