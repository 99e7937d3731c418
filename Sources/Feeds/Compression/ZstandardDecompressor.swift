import CZstd

/// The system's libzstd.
///
/// Frames that need a window above 128 MiB are refused, so that memory stays bounded.
final class ZstandardDecompressor: Decompressor {
    private let context: OpaquePointer

    init?() {
        guard let context = ZSTD_createDCtx() else { return nil }
        self.context = context
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecompressionStep {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(context, &target, &source)
        let state: DecompressionStep.State =
            if ZSTD_isError(result) != 0 {
                .damaged(String(cString: ZSTD_getErrorName(result)))
            } else {
                result == 0 ? .memberEnded : .goesOn
            }
        return DecompressionStep(consumed: source.pos, written: target.pos, state: state)
    }
}
