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
    package func read(environment: [String: String]) throws(SecretError) -> String {
        switch source {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw SecretError("cannot read the secret in \(path). Name a file that this user may read.")
            }
            let secret = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard !secret.isEmpty else { throw SecretError("\(path) is empty. Write the secret into it.") }
            return secret
        case .variable(let name):
            let secret = environment[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            guard !secret.isEmpty else {
                throw SecretError("the environment variable \(name) is not set. Set it to the secret.")
            }
            return secret
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
