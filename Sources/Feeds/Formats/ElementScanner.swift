/// Finds the JSON values of a stream that is no lines of them: the elements of arrays, and values one after the other.
///
/// Brackets and quotes are counted, nothing is decoded: what is between them is the parser's. What is no JSON is an
/// element, too, up to the end of its line, so that nothing is passed over in silence.
struct ElementScanner: ElementCutter {
    /// Deeper nesting is refused by the parser; here it only has to be bounded.
    private static let depthLimit = 1024

    private enum State {
        case between
        /// Inside an object or array.
        case nested
        /// Inside anything else: a number, a text, or no JSON at all.
        case bare
        /// Inside an element that cannot be right: it ends where the next one starts, on a line of its own.
        case broken
    }

    private(set) var elements: [Range<Int>] = []
    private(set) var position = 0
    /// Where the element in hand starts; negative where its start was taken already.
    private var start = 0
    private var state = State.between
    /// The open brackets of the element in hand.
    private var open: [UInt8] = []
    private var inText = false
    private var isEscaped = false
    private var inArray = false
    /// How far the line of the element in hand is indented; nil where it does not start its line.
    private var indent: Int?
    /// White space since the last line end; nil behind anything else.
    private var column: Int? = 0

    var openLength: Int { state == .between ? 0 : position - start }
    var isInside: Bool { state != .between }
    var passable: Int { isInside ? 0 : position }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, isAtEnd: Bool) {
        while position < bytes.count {
            let byte = bytes[position]
            switch state {
            case .between: begin(byte)
            case .nested: nested(byte)
            case .bare: bare(byte, bytes)
            case .broken: broken(byte)
            }
            count(byte)
            position += 1
        }
        if isAtEnd, isInside { end(at: bytes.count) }
    }

    mutating func take(_ count: Int) -> [Range<Int>] {
        let taken = elements.prefix { $0.upperBound <= count }
        elements = elements.dropFirst(taken.count).map { $0.lowerBound - count..<$0.upperBound - count }
        position -= count
        start -= count
        return Array(taken)
    }

    /// A value that is no object or array goes on until something ends it.
    mutating func settle() {
        if state == .bare { state = .between }
    }

    // MARK: Bytes

    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), 0xEF, 0xBB, 0xBF: return
        case UInt8(ascii: "[") where !inArray: inArray = true
        case UInt8(ascii: "]") where inArray: inArray = false
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open.append(byte)
            start(.nested)
        default:
            inText = byte == UInt8(ascii: "\"")
            start(.bare)
        }
    }

    private mutating func start(_ state: State) {
        self.state = state
        start = position
        indent = column
    }

    private mutating func nested(_ byte: UInt8) {
        if inText { return text(byte) }
        switch byte {
        case UInt8(ascii: "\""): inText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open.append(byte)
            if open.count > Self.depthLimit { state = .broken }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            // Both closing signs stand two behind the opening one.
            guard open.popLast().map({ $0 + 2 }) == byte else {
                state = .broken
                return
            }
            if open.isEmpty { end(at: position + 1) }
        default: break
        }
    }

    private mutating func text(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            inText = false
        } else if byte == UInt8(ascii: "\n") {
            state = .broken
        }
    }

    private mutating func bare(_ byte: UInt8, _ bytes: UnsafeRawBufferPointer) {
        if byte == UInt8(ascii: "\n") { return end(at: position) }
        if inText { return text(byte) }
        switch byte {
        case UInt8(ascii: ",") where inArray: end(at: position)
        case UInt8(ascii: "]") where inArray:
            end(at: position)
            inArray = false
        case UInt8(ascii: "=") where !inArray && isName(bytes): state = .between
        default: break
        }
    }

    /// Whether what stands before `=` is the name of what an archive assigns.
    private func isName(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes[max(0, start)..<position].drop(while: StreamShape.isName).allSatisfy { $0 == UInt8(ascii: " ") }
    }

    private mutating func broken(_ byte: UInt8) {
        guard byte == UInt8(ascii: "{"), let column, column == indent else { return }
        end(at: position)
        begin(byte)
    }

    private mutating func end(at end: Int) {
        elements.append(max(0, start)..<end)
        state = .between
        open.removeAll(keepingCapacity: true)
        inText = false
        isEscaped = false
    }

    private mutating func count(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            column = 0
        } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            column = column.map { $0 + 1 }
        } else {
            column = nil
        }
    }
}
