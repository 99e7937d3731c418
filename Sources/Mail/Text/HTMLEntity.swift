/// Reads `&amp;`, `&#233;` and `&#xE9;`.
enum HTMLEntity {
    private static let lengthLimit = 12

    /// Reads the entity at `start`, where there is `&`; what is none is the sign itself.
    static func read(_ html: UnsafeRawBufferPointer, at start: Int) -> (text: [UInt8], end: Int) {
        var end = start + 1
        while end < html.count, end - start <= lengthLimit, isNamePart(html[end]) { end += 1 }
        let name = html.part(start + 1..<end)
        guard let scalar = scalar(name) else { return ([UInt8(ascii: "&")], start + 1) }
        if end < html.count, html[end] == UInt8(ascii: ";") { end += 1 }
        return (Array(String(Character(scalar)).utf8), end)
    }

    /// A text with its entities undone.
    static func decode(_ html: UnsafeRawBufferPointer) -> String {
        var output: [UInt8] = []
        var index = 0
        while index < html.count {
            guard html[index] == UInt8(ascii: "&") else {
                output.append(html[index])
                index += 1
                continue
            }
            let (text, end) = read(html, at: index)
            output += text
            index = end
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "#") || byte.isDigit || byte.lowercased &- UInt8(ascii: "a") < 26
    }

    private static func scalar(_ name: UnsafeRawBufferPointer) -> Unicode.Scalar? {
        guard let first = name.first else { return nil }
        guard first == UInt8(ascii: "#") else { return named[String(decoding: name, as: UTF8.self)] }
        let text = String(decoding: name.dropFirst(), as: UTF8.self)
        let value = text.lowercased().hasPrefix("x") ? UInt32(text.dropFirst(), radix: 16) : UInt32(text)
        // NUL and surrogates are no characters.
        return value.map { $0 == 0 ? "\u{FFFD}" : Unicode.Scalar($0) ?? "\u{FFFD}" }
    }

    /// Those of Latin 1 stand in the order of their numbers, from 160 on.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
        para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil \
        Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
        Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
        igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute \
        thorn yuml
        """

    private static let named: [String: Unicode.Scalar] = {
        var named: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "hellip": "…", "mdash": "—", "ndash": "–",
            "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "lsaquo": "‹",
            "rsaquo": "›", "bull": "•", "trade": "™", "euro": "€", "zwnj": "\u{200C}", "zwj": "\u{200D}",
            "ensp": " ", "emsp": " ", "thinsp": " ", "rarr": "→", "larr": "←", "times": "×", "check": "✓",
        ]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            named[String(name)] = Unicode.Scalar(UInt32(160 + offset))
        }
        // A space that holds words together is a space to whoever reads them.
        named["nbsp"] = " "
        return named
    }()
}
