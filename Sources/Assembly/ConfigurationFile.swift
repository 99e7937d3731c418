import Foundation
package import Settings

/// The file that the configuration is in: the one named, else `earshot.yaml` of the working folder, else none.
package struct ConfigurationFile: Sendable {
    package let named: String?

    package init(named: String?) {
        self.named = named
    }

    /// The file that is read; nil if there is none.
    package var path: String? {
        named ?? (FileManager.default.fileExists(atPath: Configuration.usualPath) ? Configuration.usualPath : nil)
    }

    /// Reads it, and checks its feeds and sinks; without a file the built-in defaults hold.
    ///
    /// - Throws: `ConfigurationError`.
    package func load(_ kinds: Kinds = .all) throws -> Configuration {
        try kinds.check(read())
    }

    /// Reads it without a look at its feeds and sinks.
    ///
    /// - Throws: `ConfigurationError`.
    func read() throws -> Configuration {
        try path.map(Configuration.init(path:)) ?? Configuration()
    }
}
