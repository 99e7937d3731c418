import Foundation
import Mail

/// Finds the mails of an mbox file; a stream that does not begin like one is a single mail.
struct MessageScanner: ElementCutter {
    private enum State {
        /// Nothing has come yet.
        case start
        case between
        case inside
        /// Behind the part of a long mail that is read.
        case passing
    }

    private(set) var elements: [Range<Int>] = []
    private(set) var position = 0
    private var start = 0
    private var state = State.start
    private var isSingle = false

    var openLength: Int { state == .inside ? position - start : 0 }
    var isInside: Bool { state == .inside }
    var passable: Int { state == .inside ? 0 : position }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, isAtEnd: Bool) {
        if state == .start || state == .between { begin(bytes, isAtEnd) }
        while isInside || state == .passing, let line = separator(bytes, isAtEnd) {
            endMessage(at: line)
            (state, start) = (.inside, line)
        }
        if openLength > MailReader.messageLimit {
            endMessage(at: start + MailReader.messageLimit)
            state = .passing
        }
        guard isAtEnd else { return }
        position = bytes.count
        endMessage(at: position)
    }

    mutating func take(_ count: Int) -> [Range<Int>] {
        let taken = elements.prefix { $0.upperBound <= count }
        elements = elements.dropFirst(taken.count).map { $0.lowerBound - count..<$0.upperBound - count }
        position = max(0, position - count)
        start -= count
        return Array(taken)
    }

    /// A place is where a mail begins.
    mutating func settle() {
        elements = []
        (state, position) = (.between, 0)
    }

    /// Begins a mail behind empty lines; what does not begin like one is read as one, so that it is not passed over in
    /// silence.
    private mutating func begin(_ bytes: UnsafeRawBufferPointer, _ isAtEnd: Bool) {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        let rest = bytes[position...].prefix(5)
        guard rest.count == 5 || (isAtEnd && !rest.isEmpty) else { return }
        if state == .start { isSingle = !rest.elementsEqual("From ".utf8) }
        (state, start) = (.inside, position)
    }

    /// Ends the mail in hand, if there is one.
    private mutating func endMessage(at end: Int) {
        if state == .inside { elements.append(max(0, start)..<end) }
        state = .between
    }

    /// Returns where the next mail begins; nil if that has not come.
    ///
    /// All line ends before `position` were looked at.
    private mutating func separator(_ bytes: UnsafeRawBufferPointer, _ isAtEnd: Bool) -> Int? {
        guard !isSingle, let base = bytes.baseAddress else {
            position = bytes.count
            return nil
        }
        while let found = memchr(base + position, 0x0A, bytes.count - position) {
            let end = UnsafeRawPointer(found) - base
            let line = UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
            guard line.count >= 5 || isAtEnd else {
                position = end
                return nil
            }
            if line.starts(with: "From ".utf8) {
                let head = line.prefix(MboxLine.limit)
                let length = head.firstIndex(of: 0x0A) ?? head.count
                // The rest of the line has not come.
                guard length < line.count || isAtEnd else {
                    position = end
                    return nil
                }
                position = end + 1
                if MboxLine.isSeparator(UnsafeRawBufferPointer(rebasing: line[..<length])) { return position }
            }
            position = end + 1
        }
        position = bytes.count
        return nil
    }
}
