import Foundation

/// Standard input in a file of its own, for another process to read; removed with it.
final class InputSpool {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("earshot-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw Failure(description: "cannot write \(path). Set TMPDIR to a folder that can be written.")
        }
        while let part = try FileHandle.standardInput.read(upToCount: 1 << 20), !part.isEmpty {
            try file.write(contentsOf: part)
        }
        try file.close()
    }

    deinit {
        unlink(path)
    }
}
