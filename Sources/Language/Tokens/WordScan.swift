/// A word while it is read.
struct WordScan {
    let start: Int
    let foldedStart: Int
    /// ASCII letters, and how many of them are capitals.
    var letters = 0
    var capitals = 0
    /// Letters and digits above ASCII.
    var wideLetters = 0
    /// The letters read last, to see when one is drawn out.
    var last: UInt8 = 0
    var beforeLast: UInt8 = 0
    var isElongated = false
    var hasDigits = false
    /// Letters above ASCII that are written as they are, without a folded form in ASCII.
    var hasForeignLetters = false

    /// What is told of the token, capitals at its start aside.
    @inline(__always)
    var flags: Token.Flags {
        var flags = isElongated ? Token.Flags.elongated : .plain
        if (hasDigits && letters > 0) || hasForeignLetters { flags.insert(.mixed) }
        if capitals > 0, capitals == letters, letters > 1 { flags.insert(.allCapitals) }
        return flags
    }

    init(start: Int, foldedStart: Int) {
        self.start = start
        self.foldedStart = foldedStart
    }
}
