import CZstd
import Foundation

/// Writes zstd, which the program reads only.
package enum Zstandard {
    /// One frame with a checksum, which the library leaves out unless asked.
    package static func compress(_ bytes: [UInt8], level: Int32 = 3) throws -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
        guard ZSTD_isError(size) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return Array(output.prefix(size))
    }

    /// A frame that holds no data: readers pass over it.
    package static func skippableFrame(_ content: [UInt8]) -> [UInt8] {
        let length = UInt32(content.count)
        return [0x50, 0x2A, 0x4D, 0x18] + (0..<4).map { UInt8(length >> ($0 * 8) & 0xFF) } + content
    }
}
