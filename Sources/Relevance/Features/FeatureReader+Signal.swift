package import Language
package import Signals

extension FeatureReader {
    /// Reads the features of a signal that was kept.
    ///
    /// `tokens`: memory for its text, which is read into it.
    package func read(_ signal: Signal, judgement: Judgement, tokens: TokenBuffer) {
        signal.withView { view in
            Tokenizer.tokenize(view.matchable, into: tokens)
            read(view, tokens: tokens, judgement: judgement)
        }
    }
}

extension Signal {
    /// A view of the signal that is valid during `body`.
    package func withView<Result>(_ body: (PostView) throws -> Result) rethrows -> Result {
        var matchable = matchableText
        var source = id.source
        return try matchable.withUTF8 { matchable in
            try source.withUTF8 { source in
                try Self.withBytes(author) { author in
                    try Self.withBytes(authorID) { authorID in
                        try Self.withBytes(url) { url in
                            var view = view(of: UnsafeRawBufferPointer(matchable))
                            view.source = UnsafeRawBufferPointer(source)
                            (view.author, view.authorID, view.url) = (author, authorID, url)
                            (view.kind, view.time) = (kind, time)
                            return try body(view)
                        }
                    }
                }
            }
        }
    }

    /// A view of the text, which ends `matchable`.
    private func view(of matchable: UnsafeRawBufferPointer) -> PostView {
        guard let title else { return PostView(text: matchable) }
        var view = PostView(text: UnsafeRawBufferPointer(rebasing: matchable[(title.utf8.count + 1)...]))
        view.titledText = matchable
        return view
    }

    private static func withBytes<Result>(
        _ text: String?,
        _ body: (UnsafeRawBufferPointer?) throws -> Result
    ) rethrows -> Result {
        guard var text else { return try body(nil) }
        return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
    }
}
