/// A part of the program that runs as long as it is listed: a feed, a sink.
package protocol Supervised: Sendable {
    /// The name that it keeps when its settings change.
    var identity: String { get }
    /// Everything that it was made of; one that is listed again with the same settings is left alone.
    var settings: any Hashable & Sendable { get }
}

extension Supervised {
    func isSame(as other: Self) -> Bool {
        identity == other.identity && AnyHashable(settings) == AnyHashable(other.settings)
    }
}
