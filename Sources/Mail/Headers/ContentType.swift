/// A media type with its parameters, RFC 2045, with values cut into pieces or encoded by RFC 2231.
struct ContentType {
    /// The most parameters that are read.
    private static let parameterLimit = 64

    var type: String
    private(set) var parameters: [String: String] = [:]
    private var pieces: [(name: String, index: Int, text: [UInt8], isEncoded: Bool)] = []

    var isMultipart: Bool { type.hasPrefix("multipart/") }
    var isText: Bool { type.hasPrefix("text/") }

    /// Reads the value of a field.
    ///
    /// `usual`: the type where the field states none, or none that can be.
    init(_ value: [UInt8]?, usual: String) {
        type = usual
        guard let value else { return }
        value.withUnsafeBytes { bytes in
            let end = bytes.index(of: UInt8(ascii: ";"), from: 0) ?? bytes.count
            let stated = String(decoding: bytes.part(0..<end).trimmed.map(\.lowercased), as: UTF8.self)
            let parts = stated.split(separator: "/", omittingEmptySubsequences: false)
            type = parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? stated : "text/plain"
            readParameters(bytes, from: end)
        }
        joinPieces()
    }

    subscript(name: String) -> String? { parameters[name] }

    private mutating func readParameters(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        var index = start
        var count = 0
        while index < bytes.count, count < Self.parameterLimit {
            // The byte at `index` is a semicolon.
            let nameStart = index + 1
            var nameEnd = nameStart
            while nameEnd < bytes.count, bytes[nameEnd] != UInt8(ascii: "="), bytes[nameEnd] != UInt8(ascii: ";") {
                nameEnd += 1
            }
            guard nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: "=") else {
                index = nameEnd
                continue
            }
            let name = String(decoding: bytes.part(nameStart..<nameEnd).trimmed.map(\.lowercased), as: UTF8.self)
            let (value, end) = Self.value(bytes, from: nameEnd + 1)
            add(name, value)
            index = end
            count += 1
        }
    }

    /// A value, in quotes or not, and the place of the semicolon behind it.
    private static func value(_ bytes: UnsafeRawBufferPointer, from start: Int) -> ([UInt8], Int) {
        var index = start
        while index < bytes.count, bytes[index].isSpace { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            let end = bytes.index(of: UInt8(ascii: ";"), from: index) ?? bytes.count
            return (Array(bytes.part(index..<end).trimmed), end)
        }
        var value: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            value.append(bytes[index])
            index += 1
        }
        return (value, bytes.index(of: UInt8(ascii: ";"), from: index) ?? bytes.count)
    }

    private mutating func add(_ name: String, _ value: [UInt8]) {
        let parts = name.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let base = parts.first else {
            if parameters[name] == nil { parameters[name] = String(decoding: value, as: UTF8.self) }
            return
        }
        let index = Int(parts[1]) ?? 0
        guard (0..<Self.parameterLimit).contains(index) else { return }
        pieces.append((String(base), index, value, name.hasSuffix("*")))
    }

    private mutating func joinPieces() {
        for name in Set(pieces.map(\.name)) where parameters[name] == nil {
            let own = pieces.filter { $0.name == name }.sorted { $0.index < $1.index }
            var bytes: [UInt8] = []
            for (number, piece) in own.enumerated() {
                let text = piece.isEncoded ? PercentEncoding.decode(piece.text) : piece.text
                // Of the first encoded piece, charset and language stand in front: utf-8'en'text.
                let marks =
                    number == 0 && piece.isEncoded
                    ? text.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false) : []
                bytes += marks.count == 3 ? Array(marks[2]) : text
            }
            parameters[name] = String(decoding: bytes, as: UTF8.self)
        }
        pieces = []
    }
}
