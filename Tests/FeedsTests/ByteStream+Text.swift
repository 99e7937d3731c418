import Feeds

extension ByteStream {
    /// What one read gives.
    func text() throws -> String {
        let bytes = try [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
