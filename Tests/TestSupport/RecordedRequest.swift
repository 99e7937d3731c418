import CZlib
import Foundation

/// A request as a scripted server got it.
package struct RecordedRequest: Sendable {
    package let method: String
    /// Path and query as sent.
    package let target: String
    /// Names in lower case.
    package let headers: [String: String]
    /// The body as it came over the wire.
    package let sent: [UInt8]

    package var isCompressed: Bool { headers["content-encoding"] == "gzip" }

    /// The body, decompressed.
    package var body: String {
        String(decoding: isCompressed ? Self.inflate(sent) ?? [] : sent, as: UTF8.self)
    }

    /// The points of the body.
    package var lines: [Substring] { body.split(separator: "\n") }

    private static func inflate(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 16 added to the window bits: a gzip header.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                var code = Z_OK
                let piece = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    code = CZlib.inflate(&stream, Z_NO_FLUSH)
                    count = buffer.count - Int(stream.avail_out)
                }
                output += piece
                if code == Z_STREAM_END { return stream.avail_in == 0 ? output : nil }
                guard code == Z_OK, !piece.isEmpty else { return nil }
            }
        }
    }

}
