/// Reads fields of message ids: `<one@example.org> <two@example.org>`.
enum MessageIDs {
    /// An id longer than this is none.
    private static let limit = 998

    /// The id of a message, with or without the brackets it ought to have.
    static func own(_ value: [UInt8]?) -> String? {
        guard let value else { return nil }
        return first(value) ?? text(value[...])
    }

    /// The first id in brackets.
    static func first(_ value: [UInt8]) -> String? {
        guard let open = value.firstIndex(of: UInt8(ascii: "<")),
            let close = value[open...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        return text(value[(open + 1)..<close])
    }

    /// The last id in brackets.
    static func last(_ value: [UInt8]) -> String? {
        guard let close = value.lastIndex(of: UInt8(ascii: ">")),
            let open = value[..<close].lastIndex(of: UInt8(ascii: "<"))
        else { return nil }
        return text(value[(open + 1)..<close])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes.filter { !$0.isSpace }, as: UTF8.self)
        return text.isEmpty || text.utf8.count > limit ? nil : text
    }
}
