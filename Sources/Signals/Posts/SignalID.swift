/// A source and the id it gave: `x:902518307445772288`, `bluesky:at://did:plc:…/app.bsky.feed.post/3k…`.
package struct SignalID: Hashable, Codable, Sendable {
    /// The name of the source, without a colon.
    package let source: String
    /// The source's own id.
    package let native: String

    /// Takes a source's own id, or one that already starts with `<source>:`, as it is.
    package init(source: String, id: String) {
        self.source = source
        let prefix = source + ":"
        // The prefix alone is an id as it stands: nothing would be left of it, and no id is another one each time.
        self.native = id.hasPrefix(prefix) && id != prefix ? String(id.dropFirst(prefix.count)) : id
    }

    /// Takes `source:id` apart; what holds no colon is of the source `file`.
    package init(qualified: String) {
        let parts = qualified.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            self.init(source: parts[0], id: parts[1])
        } else {
            self.init(source: "file", id: qualified)
        }
    }

    /// What reads back as this id where the source stands beside it: the native id, unless it starts with the source's name
    /// itself.
    package var written: String { native.hasPrefix(source + ":") ? qualified : native }

    /// `<source>:<native id>`.
    package var qualified: String { source + ":" + native }

    /// The native id as a number: its value where it is one that fits 63 bits, else a stable 63-bit hash of the
    /// qualified id.
    ///
    /// InfluxDB's `tweetid`.
    package var number: Int64 {
        if let value = numericValue { return value }
        return Int64(bitPattern: StableHash.hash(qualified) & 0x7FFF_FFFF_FFFF_FFFF)
    }

    /// Where the store's index looks first.
    ///
    /// Numeric ids keep their order, because those of the large sources rise with time and an index that grows at its
    /// end is several times cheaper; all others are hashes, and negative, so that the two never meet. Two ids may share
    /// a key: the full id decides.
    package var key: Int64 {
        if let value = numericValue { return value }
        return Int64(bitPattern: StableHash.hash(qualified) | 0x8000_0000_0000_0000)
    }

    /// The decimal value, only when writing it again gives the same text.
    var numericValue: Int64? {
        guard native.utf8.count <= 19, let first = native.utf8.first, first != UInt8(ascii: "+"),
            first != UInt8(ascii: "-"), first != UInt8(ascii: "0") || native.utf8.count == 1
        else { return nil }
        return Int64(native)
    }
}

extension SignalID: CustomStringConvertible {
    package var description: String { qualified }
}
