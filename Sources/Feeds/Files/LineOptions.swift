/// How a stream of lines is read, and what is kept of it.
package struct LineOptions: Sendable {
    /// How posts are told apart; `auto` is JSON in whatever shape the stream begins with.
    package var format: PostParser.Format
    /// Whether the line of every signal is kept beside it.
    package var keepsRaw: Bool
    /// Texts that posts of the stream were cut from.
    package var longTexts: LongTexts?

    /// How a line or element is read: a stream whose shape is told by itself is JSON.
    package var lineFormat: PostParser.Format { format == .auto ? .ndjson : format }

    package init(format: PostParser.Format = .ndjson, keepsRaw: Bool = false, longTexts: LongTexts? = nil) {
        (self.format, self.keepsRaw, self.longTexts) = (format, keepsRaw, longTexts)
    }
}
