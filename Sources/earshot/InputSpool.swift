import Assembly
import Foundation

/// Standard input in a file of its own, for another process to read; removed with it.
final class InputSpool {
    let path: String

    /// `store`: beside it, where the process that has it open can read, too; a temporary folder may be one's own.
    init(beside store: String) throws {
        path = URL(fileURLWithPath: "\(store)-input-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw Failure(description: "cannot write \(path). Run the command as the user that runs Earshot.")
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
