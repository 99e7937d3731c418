/// A fault in a configuration, and the line it is on.
package struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    package let path: String
    /// Counted from 1; nil if the file as a whole is at fault, or if no file says it.
    package let line: Int?
    package let reason: String

    package init(path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    package var description: String {
        guard !path.isEmpty else { return reason }
        return line.map { "\(path), line \($0): \(reason)" } ?? "\(path): \(reason)"
    }
}
