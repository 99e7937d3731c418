/// Bytes of their own that whoever judges them borrows.
package final class ByteBlock: @unchecked Sendable {
    // Unchecked: the memory is written in `init` alone.
    private let memory: UnsafeMutableRawBufferPointer

    package let count: Int

    /// Copies bytes, and puts behind them what the parser needs to read there.
    package init(copying bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        memory = .allocate(byteCount: bytes.count + PostParser.padding, alignment: 64)
        memory.copyMemory(from: bytes)
        for index in bytes.count..<memory.count { memory[index] = 0 }
        // The parser looks at the byte behind a line.
        memory[bytes.count] = UInt8(ascii: "\n")
    }

    deinit {
        memory.deallocate()
    }

    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }
}
