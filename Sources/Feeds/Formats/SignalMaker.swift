package import Signals

/// Makes a `Signal` of a post that is kept.
package enum SignalMaker {
    /// `heard`: now; the time of a post that states none.
    ///
    /// `position`: where the post stands in its stream, asked only for posts without id and time. `raw`: the line, kept
    /// when the post has keys of its own, or when `keepRaw` says so. A line that was kept before and exported stays
    /// what it was.
    package static func signal(
        _ view: PostView,
        heard: Timestamp,
        position: @autoclosure () -> StreamPosition,
        raw: UnsafeRawBufferPointer,
        keepRaw: Bool
    ) -> Signal {
        let source = view.source.map(string) ?? PostView.defaultSource
        let author = view.author.map(string)
        let native = view.id.map(string) ?? derivedID(view, source: source, author: author, position: position)
        let id = SignalID(source: source, id: native)
        var signal = Signal(
            id: id,
            kind: view.kind,
            author: author,
            authorID: view.authorID.map(string),
            time: time(of: view, id: id) ?? heard,
            text: string(view.text),
            language: view.language.map(string),
            url: view.url.map(string),
            parent: view.parent.map(string),
            reach: view.reach,
            engagement: view.engagement,
            raw: view.raw.map { Array($0) } ?? (keepRaw || view.hasOtherKeys ? Array(raw) : nil)
        )
        if let extras = view.extras { add(extras.pointee, to: &signal) }
        return signal
    }

    /// Adds what few posts state.
    private static func add(_ extras: PostExtras, to signal: inout Signal) {
        signal.title = extras.title.map(string)
        signal.links = extras.links.map(string)
        signal.venue = extras.venue.map(string)
        signal.quoted = extras.quoted.map(string)
        signal.thread = extras.thread.map(string)
        signal.facts = facts(extras.facts)
        signal.editedAt = extras.editedAt
    }

    private static func facts(_ view: FactsView) -> Facts {
        Facts(
            state: view.state.map(string),
            durationMilliseconds: view.durationMilliseconds,
            branch: view.branch.map(string),
            severity: view.severity.map(string),
            number: view.number
        )
    }

    /// The stated time; to the millisecond of the clock in the id, if that agrees with the second that is stated.
    ///
    /// If the two do not agree the id has no clock, and the stated time holds.
    private static func time(of view: PostView, id: SignalID) -> Timestamp? {
        guard let stated = view.time else { return id.clockTime }
        guard let exact = id.clockTime, abs(exact.milliseconds - stated.milliseconds) < 2000 else { return stated }
        return exact
    }

    /// The id of a post without one: a hash of what it says, or of where it stands when not even its time is known.
    private static func derivedID(
        _ view: PostView,
        source: String,
        author: String?,
        position: () -> StreamPosition
    ) -> String {
        var hash = StableHash()
        func add(_ field: String) {
            var field = "\(field.utf8.count):\(field)"
            field.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        }
        add(source)
        add(author ?? "")
        if let time = view.time {
            add(String(time.milliseconds))
        } else {
            let position = position()
            add("\(position.digest) \(position.offset)")
        }
        hash.update(view.matchable)
        return "~" + Hexadecimal.string(hash.value)
    }

    /// A NUL becomes U+FFFD: a text of the store ends at it.
    private static func string(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(0) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}

/// A place in a stream, known by what came before it and not by a name.
package struct StreamPosition: Hashable, Sendable {
    /// Bytes from the start.
    package let offset: Int64
    /// XXH64 of those bytes.
    package let digest: UInt64

    package init(offset: Int64, digest: UInt64) {
        self.offset = offset
        self.digest = digest
    }
}
