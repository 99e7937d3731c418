/// Decompresses gzip and zstd where the stream is that, and passes on what is not.
package final class InflatingStream: ByteStream {
    private enum State {
        case start
        case plain
        case inflating(any Decompressor, Compression)
        case betweenMembers(any Decompressor, Compression)
        case ended
        case failed(StreamError)
    }

    private let upstream: any ByteStream
    private let name: String
    private var state = State.start
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// The part of `input` that was read from upstream and not used yet.
    private var available = 0..<0
    /// Whether the decompressor may hold more than there was room for.
    private var holdsMore = false

    package init(_ upstream: any ByteStream, name: String) {
        self.upstream = upstream
        self.name = name
    }

    deinit {
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        if case .start = state { try begin() }
        while true {
            switch state {
            case .plain: return try readPlain(into: buffer)
            case .inflating(let decompressor, let compression):
                let count = try inflateSome(decompressor, compression, into: buffer)
                if count > 0 { return count }
            case .betweenMembers(let decompressor, let compression):
                state = try hasNextMember(compression) ? .inflating(decompressor, compression) : .ended
            case .start, .ended: return 0
            case .failed(let error): throw error
            }
        }
    }

    private func begin() throws(StreamError) {
        while available.count < 4, try fill() {}
        guard let compression = Compression(head: input[available]) else {
            state = .plain
            return
        }
        guard let decompressor = compression.makeDecompressor() else {
            throw compression.fault(name, "no memory to decompress")
        }
        state = .inflating(decompressor, compression)
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        guard !available.isEmpty else { return try upstream.read(into: buffer) }
        let count = min(buffer.count, available.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[available].prefix(count)))
        available = available.dropFirst(count)
        return count
    }

    /// Reads more input behind what there is; false at its end.
    private func fill() throws(StreamError) -> Bool {
        if available.isEmpty { available = 0..<0 }
        let room = UnsafeMutableRawBufferPointer(rebasing: input[available.upperBound...])
        guard !room.isEmpty else { return true }
        let count = try upstream.read(into: room)
        available = available.lowerBound..<available.upperBound + count
        return count > 0
    }

    /// A file may hold several gzip members or zstd frames one after the other.
    private func hasNextMember(_ compression: Compression) throws(StreamError) -> Bool {
        while true {
            if available.isEmpty, try !fill() { return false }
            guard compression.allowsZeros, input[available.lowerBound] == 0 else { return true }
            available = available.dropFirst()
        }
    }

    private func inflateSome(
        _ decompressor: any Decompressor,
        _ compression: Compression,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(StreamError) -> Int {
        if available.isEmpty, !holdsMore, try !fill() {
            state = .failed(compression.fault(name, "it ends early"))
            return 0
        }
        let step = decompressor.step(UnsafeRawBufferPointer(rebasing: input[available]), into: buffer)
        available = available.dropFirst(step.consumed)
        holdsMore = step.written == buffer.count
        switch step.state {
        case .goesOn: break
        case .memberEnded:
            holdsMore = false
            state = .betweenMembers(decompressor, compression)
        // What was written before the damage is handed out first.
        case .damaged(let reason): state = .failed(compression.fault(name, reason))
        }
        return step.written
    }
}
