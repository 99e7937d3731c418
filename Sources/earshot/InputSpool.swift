import Assembly
import Feeds
import Foundation

/// A copy, in a file of its own, of input that can be read once, for another process to read; removed with it.
final class InputSpool {
    let path: String

    /// `store`: beside it, where the process that has it open can read, too; a temporary folder may be one's own.
    init(_ source: StreamSource, beside store: String) throws {
        path = URL(fileURLWithPath: "\(store)-input-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw Failure(description: "cannot write \(path). Run the command as the user that runs Earshot.")
        }
        let stream = try source.open()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while case let count = try stream.read(into: buffer), count > 0 {
            try file.write(contentsOf: Data(buffer[..<count]))
        }
        try file.close()
    }

    deinit {
        unlink(path)
    }
}
