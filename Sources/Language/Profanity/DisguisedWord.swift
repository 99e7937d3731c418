import Signals

/// A piece of text in which letters may be disguised, a place at a time: which letters each place can stand for.
///
/// Digits and signs that look like letters (`sh1t`, `a$$`), signs that stand for any letter (`f*ck`), letters drawn out
/// (`fuuuck`) and letters of other scripts that look like Latin ones are read as what they stand for.
struct DisguisedWord {
    /// A bit a letter from `a`.
    private var places: [UInt32] = []
    private var letters = 0
    private var digits = 0
    private var wildcards = 0

    private static let wildcard: UInt32 = 0x3FF_FFFF
    /// Longer words are not disguised ones.
    static let limit = 24

    /// The letters a byte can stand for; 0 for none.
    private static let readings: [UInt32] = {
        var readings = [UInt32](repeating: 0, count: 128)
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") { readings[Int(letter)] = bit(letter) }
        let lookalikes: [(Unicode.Scalar, String)] = [
            ("v", "vu"), ("0", "o"), ("1", "il"), ("3", "e"), ("4", "au"), ("5", "s"), ("6", "gb"), ("7", "t"),
            ("8", "b"),
            ("9", "g"), ("$", "s"), ("@", "a"), ("!", "il"), ("|", "il"), ("+", "t"),
        ]
        for (sign, meant) in lookalikes {
            readings[Int(sign.value)] = meant.utf8.reduce(0) { $0 | bit($1) }
        }
        for sign in "*#%".utf8 { readings[Int(sign)] = wildcard }
        return readings
    }()

    /// Whether a sign may stand for a letter inside a word.
    @inline(__always)
    static func isDisguise(_ byte: UInt8) -> Bool {
        // A bit a byte: `!#$%*+` below 64, `@|` from there.
        let signs: UInt64 = byte < 64 ? 0x0C3A_0000_0000 : 0x1000_0000_0000_0001
        return byte < 0x80 && signs &>> UInt64(byte & 63) & 1 == 1
    }

    /// A bit a letter; none for what is no letter from `a` to `z`.
    @inline(__always)
    static func bit(_ letter: UInt8) -> UInt32 {
        let place = letter &- UInt8(ascii: "a")
        return place < 26 ? 1 &<< UInt32(place) : 0
    }

    init() {}

    /// Reads the next byte; false where it can stand for no letter.
    mutating func append(_ byte: UInt8) -> Bool {
        let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
        guard lower < 0x80, places.count < Self.limit, Self.readings[Int(lower)] != 0 else { return false }
        places.append(Self.readings[Int(lower)])
        if lower &- UInt8(ascii: "a") < 26 {
            letters += 1
        } else if lower &- UInt8(ascii: "0") < 10 {
            digits += 1
        } else if Self.readings[Int(lower)] == Self.wildcard {
            wildcards += 1
        }
        return true
    }

    /// Reads bytes, letters of other scripts as the Latin ones they look like; nil where one stands for none.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 3, bytes.count <= Self.limit * 4 else { return nil }
        places.reserveCapacity(min(bytes.count, Self.limit))
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                guard append(bytes[index]) else { return nil }
                index += 1
                continue
            }
            let length = UTF8Scalar.length(bytes, at: index)
            guard length > 0, let twin = Self.twin(UTF8Scalar.decode(bytes, at: index, length: length)),
                append(twin)
            else { return nil }
            index += length
        }
    }

    /// The Latin letter that a scalar looks like: Cyrillic, Greek, and the mathematical alphabets.
    ///
    /// From the look of the letters in Unicode's charts; lower case only, since words are folded before.
    private static func twin(_ scalar: UInt32) -> UInt8? {
        if (0x1D400...0x1D6A3).contains(scalar) {
            let place = UInt8((scalar - 0x1D400) % 52)
            return UInt8(ascii: "a") + place % 26
        }
        return twins[scalar]
    }

    private static let twins: [UInt32: UInt8] = {
        let pairs: [(String, String)] = [
            ("аеорсухіѕјԁһ", "aeopcyxisjdh"), ("кмтвнц", "kmtbhu"), ("αεικνορτυχω", "aeiknoptuxw"),
            ("ɑɡıʀʏʟ", "agiryl"),
        ]
        var twins: [UInt32: UInt8] = [:]
        for (scalars, letters) in pairs {
            for (scalar, letter) in zip(scalars.unicodeScalars, letters.utf8) { twins[scalar.value] = letter }
        }
        return twins
    }()

    /// A word of the list.
    struct Word: Sendable {
        let letters: [UInt8]
        let isStrong: Bool

        /// nil for words with other letters than `a` to `z`, and for those too short to be told from chance.
        init?(_ word: some StringProtocol, isStrong: Bool) {
            letters = Array(word.utf8)
            self.isStrong = isStrong
            guard letters.count >= 3, letters.allSatisfy({ $0 &- UInt8(ascii: "a") < 26 }) else { return nil }
        }
    }

    /// Whether it can be read as `word`; where `isPrefix`, whether it can up to some place.
    ///
    /// Digits must not outnumber letters, or every part number would be a word. Signs for any letter are only read into
    /// strong words, between letters.
    func reads(as word: Word, isPrefix: Bool = false) -> Bool {
        guard letters > 0, digits <= letters, wildcards * 2 <= word.letters.count
        else { return false }
        guard wildcards == 0 || (word.isStrong && word.letters.count > 3) else { return false }
        var next = 0
        for place in places {
            if next < word.letters.count, place & Self.bit(word.letters[next]) != 0 {
                if place == Self.wildcard, next == 0 || next == word.letters.count - 1 { return false }
                next += 1
            } else if next == 0 || place & Self.bit(word.letters[next - 1]) == 0 {
                return isPrefix && next == word.letters.count
            }
        }
        return next == word.letters.count
    }

    var count: Int { places.count }

    /// Which letters it can start with.
    var first: UInt32 { places.first ?? 0 }
}
