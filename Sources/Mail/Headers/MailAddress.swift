/// The first address of a field such as `From`: `"Name" <local@domain>`, or `local@domain (Name)`.
struct MailAddress {
    /// The address as it is written; ` at `, which archives write for the sign, is undone.
    let address: String

    /// nil if there is none.
    init?(_ value: [UInt8]) {
        guard let bytes = Self.addressBytes(value), !bytes.isEmpty, bytes.count <= 320 else { return nil }
        address = bytes.withUnsafeBytes { bytes in
            let archived = bytes.contains(UInt8(ascii: "@")) ? nil : bytes.index(of: " at ", from: 0)
            let written = archived.map { bytes[..<$0] + [UInt8(ascii: "@")] + bytes[($0 + 4)...] } ?? Array(bytes)
            return String(decoding: written.filter { !$0.isSpace }, as: UTF8.self)
        }
        guard !address.isEmpty else { return nil }
    }

    /// Returns the text in angle brackets; without those, that before the first comma which is in no comment.
    private static func addressBytes(_ value: [UInt8]) -> [UInt8]? {
        var (plain, comments, inQuotes): ([UInt8], Int, Bool) = ([], 0, false)
        var index = 0
        while index < value.count {
            let byte = value[index]
            if byte == UInt8(ascii: "\\"), inQuotes || comments > 0 {
                index += 2
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where comments == 0: inQuotes.toggle()
            case _ where inQuotes: plain.append(byte)
            case UInt8(ascii: "("): comments += 1
            case UInt8(ascii: ")") where comments > 0: comments -= 1
            case _ where comments > 0: break
            case UInt8(ascii: "<"):
                // A route may stand before the address: <@relay:local@domain>.
                let inside = value[(index + 1)...].prefix { $0 != UInt8(ascii: ">") }
                let route = inside.first == UInt8(ascii: "@") ? inside.firstIndex(of: UInt8(ascii: ":")) : nil
                return Array(route.map { inside[($0 + 1)...] } ?? inside)
            case UInt8(ascii: ":"): plain = []
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                if !plain.allSatisfy(\.isSpace) { return trim(plain) }
            default: plain.append(byte)
            }
            index += 1
        }
        return trim(plain)
    }

    private static func trim(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { Array($0.trimmed) } }
}
