import Foundation

/// Cuts a connection's bytes into requests with a stated length.
struct RequestReader {
    private let connection: Int32
    private var bytes: [UInt8] = []

    init(_ connection: Int32) {
        self.connection = connection
    }

    /// The next request; nil at the connection's end.
    mutating func next() -> RecordedRequest? {
        let end = Array("\r\n\r\n".utf8)
        var head = bytes.firstRange(of: end)
        while head == nil {
            guard fill() else { return nil }
            head = bytes.firstRange(of: end)
        }
        guard let head else { return nil }
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces
            )
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        if headers["expect"] != nil { goOn() }
        while bytes.count < head.upperBound + length { guard fill() else { return nil } }
        let body = Array(bytes[head.upperBound..<head.upperBound + length])
        bytes.removeFirst(head.upperBound + length)
        guard start.count >= 2 else { return nil }
        return RecordedRequest(method: String(start[0]), target: String(start[1]), headers: headers, sent: body)
    }

    private func goOn() {
        let line = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        _ = send(connection, line, line.count, Int32(MSG_NOSIGNAL))
    }

    private mutating func fill() -> Bool {
        let piece = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(connection, buffer.baseAddress, buffer.count, 0))
        }
        bytes += piece
        return !piece.isEmpty
    }
}
