/// A line of line protocol read back by the rules of its documentation, strictly; a second opinion on `LineProtocol`.
struct WrittenPoint: Equatable {
    enum Value: Equatable {
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case string([UInt8])
    }

    var measurement: [UInt8] = []
    var tags: [[UInt8]: [UInt8]] = [:]
    var fields: [[UInt8]: Value] = [:]
    var timestamp: Int64 = 0

    /// nil for what is no whole line: a point, with its line end, and nothing behind it.
    init?(_ line: [UInt8]) {
        var reader = Reader(bytes: line[...])
        measurement = reader.name(until: ", ")
        while reader.take(",") {
            let key = reader.name(until: "=, ")
            guard reader.take("=") else { return nil }
            let value = reader.name(until: "=, ")
            guard !key.isEmpty, !value.isEmpty, tags.updateValue(value, forKey: key) == nil else { return nil }
        }
        guard !measurement.isEmpty, reader.take(" ") else { return nil }
        repeat {
            let key = reader.name(until: "=, ")
            guard !key.isEmpty, reader.take("="), let value = reader.value() else { return nil }
            guard fields.updateValue(value, forKey: key) == nil else { return nil }
        } while reader.take(",")
        guard reader.take(" "), let number = Int64(reader.text(until: "\n")), reader.take("\n"), reader.bytes.isEmpty
        else {
            return nil
        }
        timestamp = number
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: sign) else { return false }
            bytes.removeFirst()
            return true
        }

        /// Up to one of the signs; a backslash before one of them makes it part of the name.
        mutating func name(until ends: String) -> [UInt8] {
            var name: [UInt8] = []
            while let byte = bytes.first, !ends.utf8.contains(byte), byte != UInt8(ascii: "\n") {
                bytes.removeFirst()
                if byte == UInt8(ascii: "\\"), let next = bytes.first, ends.utf8.contains(next) {
                    name.append(bytes.removeFirst())
                } else {
                    name.append(byte)
                }
            }
            return name
        }

        mutating func text(until end: Unicode.Scalar) -> String {
            let text = bytes.prefix { $0 != UInt8(ascii: end) }
            bytes = bytes.dropFirst(text.count)
            return String(decoding: text, as: UTF8.self)
        }

        mutating func value() -> Value? {
            if take("\"") { return string() }
            let text = bytes.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }
            bytes = bytes.dropFirst(text.count)
            let word = String(decoding: text, as: UTF8.self)
            if word == "t" || word == "f" { return .boolean(word == "t") }
            if word.hasSuffix("i") { return Int64(word.dropLast()).map(Value.integer) }
            return Double(word).flatMap { $0.isFinite ? .float($0) : nil }
        }

        private mutating func string() -> Value? {
            var text: [UInt8] = []
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: "\"") { return .string(text) }
                if byte == UInt8(ascii: "\\"), let next = bytes.first,
                    next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
                {
                    text.append(bytes.removeFirst())
                } else {
                    text.append(byte)
                }
            }
            return nil
        }
    }
}
