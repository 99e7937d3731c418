import CZlib
import Foundation
import TestSupport
import Testing
import Web

/// Compressed answers, honest and otherwise.
@Suite(.timeLimit(.minutes(1)))
struct DecompressionTests {
    private func answer(
        _ body: [UInt8],
        encoding: String = "gzip",
        limits: WebLimits = WebLimits()
    ) async throws -> WebAnswer {
        let server = try RawServer { connection in
            connection.request()
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(body.count)\r\n\r\n"
            )
            connection.send(body)
            connection.awaitEnd()
        }
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/"))
        let answer = try await SharedWeb.web.answer(to: WebRequest(named: url, limits: limits))
        #expect(server.requests.first?.headers["accept-encoding"] == "deflate, gzip")
        return answer
    }

    private func cause(_ body: [UInt8], limits: WebLimits = WebLimits()) async -> WebError.Cause? {
        await #expect(throws: WebError.self) { try await answer(body, limits: limits) }?.cause
    }

    /// Window bits as zlib takes them: 31 for gzip, 15 for deflate.
    private static func compressed(_ bytes: [UInt8], windowBits: Int32 = 31) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream,
            9,
            Z_DEFLATED,
            windowBits,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }

    private static let words = Array((0..<2000).map { "word \($0 &* 7919) " }.joined().utf8)

    @Test(arguments: [("gzip", 31), ("deflate", 15)] as [(String, Int32)])
    func `A compressed answer is read`(encoding: String, windowBits: Int32) async throws {
        let body = Self.compressed(Self.words, windowBits: windowBits)
        #expect(try await answer(body, encoding: encoding).body == Self.words)
    }

    @Test func `An answer that was never compressed is handed on`() async throws {
        #expect(try await answer(Self.words, encoding: "identity").body == Self.words)
    }

    /// 16 MiB of nothing from 16 kB.
    @Test func `A bomb is not let off`() async {
        let bomb = Self.compressed([UInt8](repeating: 0, count: 16 << 20))
        #expect(bomb.count < 20_000)
        #expect(await cause(bomb, limits: WebLimits(body: nil)) == .expandsTooFar)
    }

    @Test func `The limit of bytes counts what is decompressed`() async {
        let body = Self.compressed(Self.words)
        #expect(body.count < 10_000 && Self.words.count > 20_000)
        #expect(await cause(body, limits: WebLimits(body: 10_000)) == .bodyTooLarge(limit: 10_000))
    }

    @Test func `A damaged or shortened answer is said to be one`() async {
        let body = Self.compressed(Self.words)
        #expect(await cause(Array(body.dropLast(20))) == .brokenCompression)
        #expect(await cause(Array("no gzip at all, but words".utf8)) == .brokenCompression)
        #expect(await cause(body + Array("and more".utf8)) == .brokenCompression)
    }
}
