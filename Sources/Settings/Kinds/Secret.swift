import Foundation

/// A password or token: in a file or an environment variable, never in the configuration.
package struct Secret: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case file(String)
        case variable(String)
    }

    package let source: Source

    package init(_ source: Source) {
        self.source = source
    }

    /// Reads it anew, without the white space around it.
    ///
    /// - Throws: `SecretError`.
    package func read(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretError) -> String {
        switch source {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw SecretError("cannot read the secret in \(path). Name a file that this user may read.")
            }
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        case .variable(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw SecretError("the environment variable \(name) is not set. Set it to the secret.")
            }
            return value
        }
    }
}

/// A secret that is not where the configuration says; it names the place, and never what was found.
package struct SecretError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
