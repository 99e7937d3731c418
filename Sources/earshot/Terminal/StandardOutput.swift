import Assembly
import Foundation

/// Standard output, in whole writes.
enum StandardOutput {
    /// Writes all bytes.
    ///
    /// - Throws: `Failure` when the output cannot be written. A reader that went away ends the program by SIGPIPE.
    static func write(_ bytes: UnsafeRawBufferPointer) throws {
        var offset = 0
        while offset < bytes.count {
            let written = Foundation.write(1, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
            if written > 0 { offset += written }
            if written < 0, errno != EINTR {
                throw Failure(description: "cannot write the output: \(String(cString: strerror(errno)))")
            }
        }
    }

    static func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Writes a line of text.
    static func print(_ line: String = "") throws {
        try write(Array(line.utf8) + [UInt8(ascii: "\n")])
    }

    static var isTerminal: Bool { isatty(1) == 1 }
}

/// Standard error, for sentences and progress.
enum StandardError {
    static func write(_ line: String) {
        write(bytes: Array((line + "\n").utf8))
    }

    /// Writes all bytes, unless nobody reads them or there is no room for them: that stops nothing.
    static func write(bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            if written > 0 { rest = rest.dropFirst(written) }
            if written < 0, errno != EINTR { return }
        }
    }

    static var isTerminal: Bool { isatty(2) == 1 }
}

extension StandardError {
    /// Writes over the line the cursor is on.
    static func rewrite(_ line: String) {
        write(bytes: Array(("\r\u{1B}[K" + line).utf8))
    }
}
