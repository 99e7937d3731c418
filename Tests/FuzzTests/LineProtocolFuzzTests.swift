import Language
import Signals
import Sinks
import Testing

/// Hostile names and texts in every place of a point: one line, which reads back as the point.
struct LineProtocolFuzzTests {
    private static let mutator = Mutator(
        seeds: [
            "tweets", "keywords", "open source", "c++", "Champagnie", #"say "hi" \ there"#, "a,b=c d", "# no comment",
            "time",
        ],
        dictionary: [",", "=", "\\,", "\\=", "\\ ", "\\\\", "\\\"", "i", "1i", "t", "#", " 1", "\n# ", ",a=b c=1 2\n"]
    )

    @Test func `every point is one line that reads back as it was`() {
        var (whole, left) = (0, 0)
        for input in 0..<Fuzzing.inputs {
            var random = Fuzzing.random(input)
            let point = Self.point(&random)
            var lines = LineProtocol()
            lines.append(point)
            guard lines.count == 1 else {
                left += 1
                if !lines.bytes.isEmpty {
                    Issue.record("a point that was not counted: \(Fuzzing.name(input, lines.bytes))")
                }
                continue
            }
            whole += 1
            if let fault = Self.fault(in: lines.bytes, of: point) {
                Issue.record("\(fault): \(Fuzzing.name(input, lines.bytes))")
            }
        }
        #expect(whole > left)
        #expect(left > 0, "a point without a field that can be written is left out")
    }

    private static func text(_ random: inout SplitMix) -> String {
        String(decoding: mutator.input(&random), as: UTF8.self)
    }

    private static func point(_ random: inout SplitMix) -> Point {
        let tags = (0..<Int.random(in: 0...3, using: &random)).map { _ in (key: text(&random), value: text(&random)) }
        let fields = (0..<Int.random(in: 0...4, using: &random)).map { _ in (key: text(&random), value: field(&random))
        }
        let timestamp = [0, -1, .min, .max, Int64.random(in: .min ... .max, using: &random)].randomElement(
            using: &random
        )
        return Point(measurement: text(&random), tags: tags, fields: fields, timestamp: timestamp ?? 0)
    }

    private static func field(_ random: inout SplitMix) -> Point.Field {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .integer(Int64.random(in: .min ... .max, using: &random))
        case 1: .float(Double(bitPattern: random.next()))
        case 2: .boolean(Bool.random(using: &random))
        default: .string(text(&random))
        }
    }

    private static func fault(in line: [UInt8], of point: Point) -> String? {
        guard let read = WrittenPoint(line) else { return "no line of line protocol" }
        guard read.fields.count <= point.fields.count, read.tags.count <= point.tags.count else {
            return "more than there was"
        }
        guard read.measurement.first != UInt8(ascii: "#") else { return "a comment" }
        let names = [read.measurement] + Array(read.tags.keys) + Array(read.tags.values) + Array(read.fields.keys)
        guard !names.contains(where: { $0.contains { $0 < 0x20 || $0 == 0x7F } }) else {
            return "a control character in a name"
        }
        if point.timestamp != .min, point.timestamp < .max - 1, read.timestamp != max(point.timestamp, .min + 2) {
            return "another time"
        }
        // Repair aside, what was written is what is read; of two fields of a name the first counts.
        let written = point.fields.map { (Array($0.key.utf8), value($0.value)) }
        for (name, value) in read.fields where !written.contains(where: { $0.1 == value && isRepaired($0.0, to: name) })
        {
            return "a field that nobody gave"
        }
        for (name, value) in read.tags {
            let isGiven = point.tags.contains {
                isRepaired(Array($0.key.utf8), to: name) && isRepaired(Array($0.value.utf8), to: value)
            }
            guard isGiven else { return "a tag that nobody gave" }
        }
        return nil
    }

    private static func value(_ field: Point.Field) -> WrittenPoint.Value {
        switch field {
        case .integer(let number): .integer(number)
        case .float(let number): .float(number)
        case .boolean(let flag): .boolean(flag)
        case .string(let text): .string(Array(text.utf8))
        }
    }

    /// Whether a name can have become another by repair: controls as spaces, and some backslashes left out.
    private static func isRepaired(_ name: [UInt8], to other: [UInt8]) -> Bool {
        func plain(_ bytes: [UInt8]) -> [UInt8] {
            bytes.filter { $0 != UInt8(ascii: "\\") }.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        }
        return plain(name) == plain(other)
            && (name.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") } || name == other)
    }
}
