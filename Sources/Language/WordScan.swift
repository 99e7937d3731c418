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

    init(start: Int, foldedStart: Int) {
        self.start = start
        self.foldedStart = foldedStart
    }
}
