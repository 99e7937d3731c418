/// Undoes what mbox files do to lines that begin with `From `: a sign is put in front.
enum MboxQuoting {
    static func undone(_ text: String) -> String {
        var text = text
        let lines = text.withUTF8 { bytes -> [UInt8]? in
            let bytes = UnsafeRawBufferPointer(bytes)
            guard bytes.index(of: ">From ", from: 0) != nil else { return nil }
            return undone(bytes)
        }
        return lines.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    private static func undone(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var start = 0
        while start < bytes.count {
            let end = bytes.lineEnd(from: start)
            let line = bytes.part(start..<end)
            let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
            let isQuoted = depth > 0 && line.part(depth..<line.count).starts(with: "From ".utf8)
            output += isQuoted ? line.part(1..<line.count) : line
            start = end
        }
        return output
    }
}
