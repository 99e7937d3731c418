package import Language
package import Signals

extension FeatureReader {
    /// Reads the features of a signal that was kept.
    ///
    /// `tokens`: memory for its text, which is read into it.
    package func read(_ signal: Signal, judgement: Judgement, tokens: TokenBuffer) {
        signal.withView { view in
            Tokenizer.tokenize(view.text, into: tokens)
            read(view, tokens: tokens, judgement: judgement)
        }
    }
}

extension Signal {
    /// A view of the signal that is valid during `body`.
    package func withView<Result>(_ body: (PostView) throws -> Result) rethrows -> Result {
        var text = text
        var source = id.source
        return try text.withUTF8 { text in
            try source.withUTF8 { source in
                try Self.withBytes(author) { author in
                    try Self.withBytes(url) { url in
                        var view = PostView(text: UnsafeRawBufferPointer(text))
                        view.source = UnsafeRawBufferPointer(source)
                        (view.author, view.url, view.kind, view.time) = (author, url, kind, time)
                        return try body(view)
                    }
                }
            }
        }
    }

    private static func withBytes<Result>(
        _ text: String?,
        _ body: (UnsafeRawBufferPointer?) throws -> Result
    ) rethrows -> Result {
        guard var text else { return try body(nil) }
        return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
    }
}
