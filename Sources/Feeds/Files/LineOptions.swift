/// The options of a stream of lines: its format, and what is kept of it.
package struct LineOptions: Sendable {
    /// The format of the posts; `auto` is JSON in whatever shape the stream begins with.
    package var format: PostFormat
    /// True if the line of every signal is kept beside it.
    package var keepsRaw: Bool
    /// Texts that posts of the stream were cut from.
    package var longTexts: LongTexts?

    /// The format of a line or element: a stream whose shape is told by itself is JSON.
    package var lineFormat: PostFormat { format == .auto ? .ndjson : format }

    package init(format: PostFormat = .ndjson, keepsRaw: Bool = false, longTexts: LongTexts? = nil) {
        (self.format, self.keepsRaw, self.longTexts) = (format, keepsRaw, longTexts)
    }
}
