/// A format that input is read in, as `--format` and the key `format` name it: a row of `all`.
package struct PostFormat: Sendable {
    package let name: String
    /// The input it is for, in words that follow its name and "for".
    package let summary: String
    /// True if it reads JSON, in all of the shapes.
    package let readsJSON: Bool
    /// Reads one line or element.
    let read: @Sendable (PostParser, UnsafeRawBufferPointer) -> Reading

    /// JSON where a line starts with `{`; any other line is a text.
    ///
    /// A recorded stream is JSON, in lines or cut in any other way, or mail: see `StreamShape`.
    package static let auto = PostFormat(
        name: "auto",
        summary: "JSON of any shape or mail",
        readsJSON: true,
        read: { parser, line in
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return first == UInt8(ascii: "{") ? parser.readJSON(line) : parser.readText(line)
        }
    )
    package static let ndjson = PostFormat(
        name: "ndjson",
        summary: "a post or page a line",
        readsJSON: true,
        read: { $0.readJSON($1) }
    )
    package static let text = PostFormat(
        name: "text",
        summary: "a text a line",
        readsJSON: false,
        read: { $0.readText($1) }
    )

    package static let mail = PostFormat(
        name: "mail",
        summary: "mbox files and single mails",
        readsJSON: false,
        read: { $0.readMail($1) }
    )

    package static let all = [auto, ndjson, text, mail]
}

extension PostFormat {
    /// All formats in words for people: `auto for …, ndjson for … or text for …`.
    package static var help: String {
        let rows = all.map { "\($0.name) for \($0.summary)" }
        return rows.dropLast().joined(separator: ", ") + " or " + (rows.last ?? "")
    }

    /// Finds a format by its name.
    ///
    /// - Throws: `UnknownFormat`, which tells the names there are.
    package init(named name: String) throws(UnknownFormat) {
        guard let format = Self(rawValue: name) else { throw UnknownFormat(name: name) }
        self = format
    }
}

extension PostFormat: RawRepresentable, CaseIterable, Hashable {
    package static var allCases: [PostFormat] { all }

    package var rawValue: String { name }

    package init?(rawValue: String) {
        guard let format = Self.all.first(where: { $0.name == rawValue }) else { return nil }
        self = format
    }
}
