/// Turns the bytes of a terminal into keys.
///
/// A sequence that is not whole waits for the rest; one that is not known is swallowed whole, so that its letters are not
/// taken for keys. The same holds for a letter behind Escape, which is that letter with Alt.
package struct KeyReader: Hashable, Sendable {
    /// As much of one paste is kept.
    package static let pasteLimit = 4096

    private enum State: Hashable {
        case text
        case escape
        /// Behind `ESC [`: the numbers before the letter that ends it.
        case sequence([UInt8])
        /// Behind `ESC O`.
        case single
        /// So many bytes more, whatever they are.
        case skip(Int)
        /// Until BEL or `ESC \`: whether there is anything in it yet, and whether the last byte was ESC.
        case string(isBegun: Bool, isEnding: Bool)
        case paste([UInt8])
        /// The bytes of a character that has `missing` more.
        case character([UInt8], missing: Int)
    }

    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    /// No known sequence is longer.
    private static let sequenceLimit = 32

    private var state = State.text

    package init() {}

    /// Whether what came last may be a key by itself, or the start of a sequence.
    package var isOpen: Bool { state == .escape || state == .string(isBegun: false, isEnding: false) }

    package mutating func read(_ bytes: some Sequence<UInt8>) -> [Key] {
        bytes.compactMap { read($0) }
    }

    /// Nothing came for a while: Escape was the key, or a letter with Alt.
    package mutating func settle() -> [Key] {
        guard isOpen else { return [] }
        defer { state = .text }
        return state == .escape ? [.escape] : []
    }

    private mutating func read(_ byte: UInt8) -> Key? {
        switch state {
        case .text: return readText(byte)
        case .escape: return readEscaped(byte)
        case .sequence(let numbers): return readSequence(byte, numbers)
        case .single:
            state = .text
            return Self.arrow(byte)
        case .skip(let count): state = count > 1 ? .skip(count - 1) : .text
        case .string(_, let isEnding): return readString(byte, isEnding)
        case .paste(let bytes): return readPaste(byte, bytes)
        case .character(let bytes, let missing): return readCharacter(byte, bytes, missing)
        }
        return nil
    }

    // MARK: Characters

    private mutating func readText(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x1B: state = .escape
        case 0x20...0x7E: return .text(String(Character(Unicode.Scalar(byte))))
        case 0xC2...0xDF: state = .character([byte], missing: 1)
        case 0xE0...0xEF: state = .character([byte], missing: 2)
        case 0xF0...0xF4: state = .character([byte], missing: 3)
        default: return Self.control(byte)
        }
        return nil
    }

    private static func control(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x08, 0x7F: .backspace
        case 0x0A, 0x0D: .enter
        case 0x0C: .redraw
        case 0x15: .clear
        case 0x1A: .suspend
        default: nil
        }
    }

    private mutating func readCharacter(_ byte: UInt8, _ bytes: [UInt8], _ missing: Int) -> Key? {
        guard byte & 0xC0 == 0x80 else {
            // The character was cut; this byte is one of its own.
            state = .text
            return readText(byte)
        }
        guard missing == 1 else {
            state = .character(bytes + [byte], missing: missing - 1)
            return nil
        }
        state = .text
        guard let text = String(validating: bytes + [byte], as: UTF8.self) else { return nil }
        return text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? .text(text) : nil
    }

    // MARK: Sequences

    private mutating func readEscaped(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "["): state = .sequence([])
        case UInt8(ascii: "O"): state = .single
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string(isBegun: false, isEnding: false)
        case 0x1B: return .escape
        case 0x03, 0x04:
            state = .text
            return Self.control(byte)
        case 0xC2...0xF4:
            // Alt and a character of more bytes.
            state = .skip(byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3)
        default: state = .text
        }
        return nil
    }

    private mutating func readSequence(_ byte: UInt8, _ numbers: [UInt8]) -> Key? {
        switch byte {
        case 0x20...0x3F:
            if numbers.count < Self.sequenceLimit { state = .sequence(numbers + [byte]) }
            return nil
        // The function keys of a Linux console, and a click of the mouse in its oldest form.
        case UInt8(ascii: "[") where numbers.isEmpty:
            state = .skip(1)
            return nil
        case UInt8(ascii: "M") where numbers.isEmpty:
            state = .skip(3)
            return nil
        case 0x40...0x7E: return endSequence(byte, numbers)
        case 0x1B:
            state = .escape
            return nil
        default:
            state = .text
            return Self.control(byte)
        }
    }

    private mutating func endSequence(_ byte: UInt8, _ numbers: [UInt8]) -> Key? {
        state = .text
        guard byte == UInt8(ascii: "~") else { return numbers.isEmpty ? Self.arrow(byte) : nil }
        switch String(decoding: numbers, as: UTF8.self) {
        case "1", "7": return .home
        case "4", "8": return .end
        case "5": return .pageUp
        case "6": return .pageDown
        case "200": state = .paste([])
        default: break
        }
        return nil
    }

    private static func arrow(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        // Enter of the number pad.
        case UInt8(ascii: "M"): .enter
        default: nil
        }
    }

    private mutating func readString(_ byte: UInt8, _ isEnding: Bool) -> Key? {
        let isOver = byte == 0x07 || byte == 0x03 || (isEnding && byte == UInt8(ascii: "\\"))
        state = isOver ? .text : .string(isBegun: true, isEnding: byte == 0x1B)
        return Self.control(byte == 0x03 ? byte : 0)
    }

    // MARK: Pastes

    private mutating func readPaste(_ byte: UInt8, _ bytes: [UInt8]) -> Key? {
        var bytes = bytes
        // Keeps room for the end, so that what is too long loses its middle.
        if bytes.count >= Self.pasteLimit + Self.pasteEnd.count {
            bytes.remove(at: bytes.count - Self.pasteEnd.count)
        }
        bytes.append(byte)
        guard bytes.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) else {
            state = .paste(bytes)
            return nil
        }
        state = .text
        return .pasted(String(decoding: bytes.dropLast(Self.pasteEnd.count), as: UTF8.self))
    }
}
