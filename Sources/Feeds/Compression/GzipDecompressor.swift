import CZlib

/// The system's zlib.
final class GzipDecompressor: Decompressor {
    private var zlib = z_stream()

    init?() {
        // 16 added to the window bits: gzip only.
        guard inflateInit2_(&zlib, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
    }

    deinit {
        inflateEnd(&zlib)
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecompressionStep {
        // zlib does not write to its input; the type is older than `const`.
        zlib.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        zlib.avail_in = UInt32(input.count)
        zlib.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.avail_out = UInt32(output.count)
        let state = state(inflate(&zlib, Z_NO_FLUSH))
        return DecompressionStep(
            consumed: input.count - Int(zlib.avail_in),
            written: output.count - Int(zlib.avail_out),
            state: state
        )
    }

    private func state(_ result: Int32) -> DecompressionStep.State {
        switch result {
        case Z_OK, Z_BUF_ERROR: return .goesOn
        case Z_STREAM_END:
            inflateReset(&zlib)
            return .memberEnded
        default: return .damaged(zlib.msg.map { String(cString: $0) } ?? "error \(result)")
        }
    }
}
