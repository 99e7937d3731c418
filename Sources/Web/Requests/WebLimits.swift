/// Bounds of one request; no server can exceed them.
package struct WebLimits: Hashable, Sendable {
    /// Treatment of a redirect.
    package enum Redirects: Hashable, Sendable {
        /// Hands a redirect over as the answer: what was sent goes where it was addressed and nowhere else.
        case refused
        /// Follows this many, without credentials to another origin.
        case followed(max: Int)
    }

    /// Time from the call to the end of the answer, name look-up and redirects included; nil for a stream.
    ///
    /// It covers what is done with the answer too, so read first and work afterwards.
    package var total: Duration?
    /// Time without a byte after which a stream is given up; it is noticed within twice that.
    package var silence: Duration?
    /// Bytes of the answer's body after decompression; nil for a stream.
    package var body: Int?
    package var redirects: Redirects

    package init(
        total: Duration? = .seconds(30),
        silence: Duration? = nil,
        body: Int? = 10 << 20,
        redirects: Redirects = .refused
    ) {
        self.total = total
        self.silence = silence
        self.body = body
        self.redirects = redirects
    }
}
