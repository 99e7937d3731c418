package import Signals

/// Writes points as InfluxDB line protocol.
///
/// What line protocol cannot carry is repaired, by these rules, so that any text can be written:
/// - in names and tag values a line end or other control character becomes a space, backslashes at the end are left
///   out (they would escape what follows), and a name or value that is empty then is left out;
/// - in them backslashes before a comma, equals sign or space are left out, in measurements and field keys also those
///   before a quote: the server reads some as escapes and loses its place in the line over others;
/// - a measurement that starts with `#` gets a `_` before it, for such a line is a comment;
/// - string fields carry every text unchanged, except that bytes that are not UTF-8 are U+FFFD;
/// - a float that is no finite number is left out;
/// - a tag or field that is named `time` then, or like a tag or field before it, is left out: the server refuses,
///   renames or overwrites it.
///
/// Facts: docs/reference.md, "Line protocol"; measured against influxd 1.6.7.
package struct LineProtocol: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Points written.
    package private(set) var count = 0
    /// Where the keys of the line in hand stand.
    private var keys: [Range<Int>] = []

    package init(_ points: some Sequence<Point> = []) {
        for point in points { append(point) }
    }

    package mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Appends a line; nothing for a point that has no field left.
    package mutating func append(_ point: Point) {
        let start = bytes.count
        guard append(name: point.measurement, .measurement) else { return }
        keys.removeAll(keepingCapacity: true)
        for tag in point.tags.sorted(by: { $0.key < $1.key }) { append(tag: tag.key, tag.value) }
        let separatorAt = bytes.count
        for field in point.fields { append(field: field.key, field.value, isFirst: bytes.count == separatorAt) }
        guard bytes.count > separatorAt else {
            bytes.removeLast(bytes.count - start)
            return
        }
        bytes.append(UInt8(ascii: " "))
        // The server keeps the two lowest and the highest values of 64 bits for itself.
        bytes.append(contentsOf: String(min(max(point.timestamp, .min + 2), .max - 1)).utf8)
        bytes.append(UInt8(ascii: "\n"))
        count += 1
    }

    /// Appends the lines of another.
    package mutating func append(_ other: LineProtocol) {
        bytes += other.bytes
        count += other.count
    }

    /// What a name stands for.
    private enum Name {
        case measurement
        case tag
        case fieldKey

        func escapes(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: " "): true
            case UInt8(ascii: "="): self != .measurement
            default: false
            }
        }

        /// Whether the server misreads a backslash before this byte.
        func losesBackslash(before byte: UInt8) -> Bool {
            escapes(byte) || byte == UInt8(ascii: "=") || (byte == UInt8(ascii: "\"") && self != .tag)
        }
    }

    private mutating func append(tag key: String, _ value: String) {
        let start = bytes.count
        bytes.append(UInt8(ascii: ","))
        guard append(key: key, .tag) else { return bytes.removeLast(bytes.count - start) }
        bytes.append(UInt8(ascii: "="))
        guard append(name: value, .tag) else {
            keys.removeLast()
            return bytes.removeLast(bytes.count - start)
        }
    }

    private mutating func append(field key: String, _ value: Point.Field, isFirst: Bool) {
        let start = bytes.count
        bytes.append(isFirst ? UInt8(ascii: " ") : UInt8(ascii: ","))
        guard append(key: key, .fieldKey) else { return bytes.removeLast(bytes.count - start) }
        bytes.append(UInt8(ascii: "="))
        guard append(value) else {
            keys.removeLast()
            return bytes.removeLast(bytes.count - start)
        }
    }

    /// A name that the line does not have yet, compared as it is written: repair can make two names the same.
    private mutating func append(key: String, _ kind: Name) -> Bool {
        let start = bytes.count
        guard append(name: key, kind) else { return false }
        let written = start..<bytes.count
        guard !bytes[written].elementsEqual("time".utf8),
            !keys.contains(where: { bytes[$0].elementsEqual(bytes[written]) })
        else { return false }
        keys.append(written)
        return true
    }

    private mutating func append(_ value: Point.Field) -> Bool {
        switch value {
        case .integer(let number): bytes.append(contentsOf: "\(number)i".utf8)
        case .float(let number):
            guard number.isFinite else { return false }
            bytes.append(contentsOf: "\(number)".utf8)
        case .boolean(let flag): bytes.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .string(let text): append(string: text)
        }
        return true
    }

    private mutating func append(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A measurement, tag key, tag value or field key; false when nothing of it can be written.
    private mutating func append(name: String, _ kind: Name) -> Bool {
        var end = name.utf8.endIndex
        while end > name.utf8.startIndex, name.utf8[name.utf8.index(before: end)] == UInt8(ascii: "\\") {
            end = name.utf8.index(before: end)
        }
        let kept = name.utf8[..<end]
        guard !kept.isEmpty else { return false }
        // A line that starts with # is a comment.
        if kind == .measurement, kept.first == UInt8(ascii: "#") { bytes.append(UInt8(ascii: "_")) }
        for byte in kept {
            let byte = byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte
            if kind.losesBackslash(before: byte) { dropBackslashes() }
            if kind.escapes(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return true
    }

    private mutating func dropBackslashes() {
        while bytes.last == UInt8(ascii: "\\") { bytes.removeLast() }
    }
}
