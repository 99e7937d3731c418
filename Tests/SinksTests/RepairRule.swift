/// The repair rules of `LineProtocol`'s doc comment, written a second time.
enum RepairRule {
    private static let backslash: Unicode.Scalar = "\\"

    /// What a tag key or tag value reads back as; nil when it is left out.
    static func tag(_ text: String) -> String? {
        repaired(text, misread: [",", "=", " "])
    }

    /// What a field key reads back as; nil when it is left out.
    static func fieldKey(_ text: String) -> String? {
        repaired(text, misread: [",", "=", " ", "\""])
    }

    /// What a measurement reads back as; nil when the point is left out.
    static func measurement(_ text: String) -> String? {
        fieldKey(text).map { $0.unicodeScalars.first == "#" ? "_" + $0 : $0 }
    }

    private static func repaired(_ text: String, misread: Set<Unicode.Scalar>) -> String? {
        var scalars = Array(text.unicodeScalars)
        while scalars.last == backslash { scalars.removeLast() }
        guard !scalars.isEmpty else { return nil }
        var kept: [Unicode.Scalar] = []
        for scalar in scalars.map({ $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }) {
            while misread.contains(scalar), kept.last == backslash { kept.removeLast() }
            kept.append(scalar)
        }
        return String(String.UnicodeScalarView(kept))
    }
}
