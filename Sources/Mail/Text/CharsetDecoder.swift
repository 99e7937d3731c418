import Foundation
import Signals

/// Turns text of a stated charset into UTF-8, by the system's iconv.
///
/// Only charsets of a closed list are asked for: their names are a stranger's, and the rarer converters of the C library
/// have hung or ended programs before. One a thread.
final class CharsetDecoder {
    private var converters: [String: iconv_t] = [:]

    deinit {
        for converter in converters.values { iconv_close(converter) }
    }

    /// Decodes text; what cannot be right becomes U+FFFD.
    ///
    /// `charset`: as stated. Without one, and with one that nobody knows, it is UTF-8 if it can be, else Windows-1252.
    func string(_ bytes: UnsafeRawBufferPointer, charset label: String?) -> String {
        let name = label.flatMap(Charset.name)
        guard let name, name != Charset.ascii else {
            return Self.isUTF8(bytes) ? String(decoding: bytes, as: UTF8.self) : converted(bytes, "CP1252")
        }
        if name == Charset.utf8 { return String(decoding: bytes, as: UTF8.self) }
        if Charset.isASCIISuperset(name), bytes.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        return converted(bytes, name)
    }

    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = UTF8Scalar.length(bytes, at: index)
            guard length > 0 else { return false }
            index += length
        }
        return true
    }

    private func converted(_ bytes: UnsafeRawBufferPointer, _ name: String) -> String {
        guard let converter = converter(name) else { return String(decoding: bytes, as: UTF8.self) }
        var output = [UInt8]()
        output.reserveCapacity(bytes.count * 2)
        var buffer = [UInt8](repeating: 0, count: 4096)
        // iconv does not write to its input; its type is older than `const`.
        var next = UnsafeMutablePointer(mutating: bytes.bindMemory(to: CChar.self).baseAddress)
        var left = bytes.count
        while left > 0 {
            let before = left
            let (written, fault) = step(converter, &next, &left, &buffer)
            output += buffer[..<written]
            guard fault == EILSEQ || fault == EINVAL else {
                if fault == 0 || (written == 0 && left == before) { break }
                continue
            }
            // EINVAL: it ends in the middle of a character.
            output += "\u{FFFD}".utf8
            next? += 1
            left -= 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Converts a piece; returns how many bytes it gave, and the fault or 0.
    private func step(
        _ converter: iconv_t,
        _ next: inout UnsafeMutablePointer<CChar>?,
        _ left: inout Int,
        _ buffer: inout [UInt8]
    ) -> (written: Int, fault: Int32) {
        buffer.withUnsafeMutableBytes { buffer in
            var output = buffer.bindMemory(to: CChar.self).baseAddress
            var room = buffer.count
            let result = iconv(converter, &next, &left, &output, &room)
            return (buffer.count - room, result == -1 ? errno : 0)
        }
    }

    private func converter(_ name: String) -> iconv_t? {
        if let known = converters[name] {
            // Back to the first state.
            iconv(known, nil, nil, nil, nil)
            return known
        }
        guard let made = iconv_open("UTF-8", name), made != iconv_t(bitPattern: -1) else { return nil }
        converters[name] = made
        return made
    }
}
