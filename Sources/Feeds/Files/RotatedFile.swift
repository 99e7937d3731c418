import Foundation

/// A file beside one that is followed, and named after it.
struct RotatedFile: Hashable, Sendable {
    let path: String
    /// Whether its name is that of the other with a number or a date behind it, as those have that were rotated away.
    ///
    /// Others may be anything: a copy, an index, what an editor leaves behind.
    let isNumbered: Bool
    let identity: FileIdentity
    private let modified: Int64

    /// Those of a file, the youngest first.
    static func files(of path: String) -> [RotatedFile] {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { RotatedFile(folder, $0, after: url.lastPathComponent) }
            .sorted { ($1.modified, $1.path) < ($0.modified, $0.path) }
    }

    /// nil where it is not named after the other, or is no file.
    private init?(_ folder: URL, _ name: String, after other: String) {
        guard name.hasPrefix(other) else { return nil }
        let rest = name.dropFirst(other.count)
        guard let separator = rest.first, separator == "." || separator == "-" else { return nil }
        path = folder.appendingPathComponent(name).path
        guard let sight = FileSight(path: path), sight.isRegular else { return nil }
        modified = sight.modified
        identity = sight.identity
        isNumbered = Self.isNumber(rest.dropFirst())
    }

    /// Digits with the signs of dates between them, and perhaps `.gz`.
    private static func isNumber(_ text: Substring) -> Bool {
        let number = text.hasSuffix(".gz") ? text.dropLast(3) : text
        return number.first?.isNumber == true && number.allSatisfy { $0.isNumber || "-_.:TZ".contains($0) }
    }
}
