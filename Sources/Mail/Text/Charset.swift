/// The charsets that text of mails is read in, by the names that mails have for them.
enum Charset {
    static let utf8 = "UTF-8"
    static let ascii = "ASCII"

    /// The name of the C library for a label; nil if it is not of the list.
    static func name(_ label: String) -> String? {
        table[String(decoding: label.utf8.map(\.lowercased), as: UTF8.self)]
    }

    /// True if bytes below 0x80 are those of ASCII.
    static func isASCIISuperset(_ name: String) -> Bool { !name.hasPrefix("ISO-2022") && !name.hasPrefix("UTF") }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for (name, labels) in rows { for label in labels.split(separator: " ") { table[String(label)] = name } }
        for number in (2...16).filter({ $0 != 9 && $0 != 12 }) {
            for label in ["iso-8859-", "iso8859-", "iso_8859-"] { table["\(label)\(number)"] = "ISO-8859-\(number)" }
        }
        for number in 1250...1258 {
            for label in ["windows-", "cp", "x-cp"] { table["\(label)\(number)"] = "CP\(number)" }
        }
        return table
    }()

    /// Wider ones stand for those that they are a superset of: what writes the narrow name uses the wide one's characters.
    private static let rows: [(String, String)] = [
        (utf8, "utf-8 utf8 unicode-1-1-utf-8 x-utf-8"),
        (ascii, "us-ascii ascii ansi_x3.4-1968 iso646-us 646 default unknown-8bit x-unknown 8bit"),
        ("CP1252", "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ansi 8859-1"),
        ("CP1254", "iso-8859-9 iso8859-9 iso_8859-9 latin5"),
        ("ISO-8859-2", "latin2 l2"), ("ISO-8859-15", "latin9 latin-9"),
        ("KOI8-R", "koi8-r koi8r koi8"), ("KOI8-U", "koi8-u koi8-ru"),
        ("ISO-2022-JP", "iso-2022-jp csiso2022jp iso-2022-jp-1"), ("ISO-2022-JP-2", "iso-2022-jp-2"),
        ("CP932", "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j cp932"), ("EUC-JP", "euc-jp eucjp x-euc-jp"),
        ("ISO-2022-KR", "iso-2022-kr"), ("UHC", "euc-kr euckr ks_c_5601-1987 ks_c_5601 ksc5601 cp949 windows-949 uhc"),
        ("GB18030", "gb18030 gb2312 gbk gb_2312-80 cp936 x-gbk euc-cn"),
        ("BIG5-HKSCS", "big5 big5-hkscs x-x-big5 cp950"),
        ("CP874", "tis-620 windows-874 iso-8859-11 cp874"), ("MACINTOSH", "macintosh mac x-mac-roman macroman"),
        ("CP437", "ibm437 cp437"), ("CP850", "ibm850 cp850"), ("CP852", "ibm852 cp852"), ("CP866", "ibm866 cp866"),
        ("UTF-7", "utf-7 unicode-1-1-utf-7"), ("UTF-16", "utf-16"), ("UTF-16LE", "utf-16le"), ("UTF-16BE", "utf-16be"),
    ]
}
