package import Foundation

/// Recorded data that lies beside the project on its engineers' machines and is no part of it.
///
/// Tests that need it are skipped elsewhere: `.enabled(if: SharedData.isPresent, SharedData.absence)`.
package enum SharedData {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared")

    package static let isPresent = FileManager.default.fileExists(atPath: folder.appendingPathComponent("data").path)
    package static let absence: StaticString = "the recorded data is not beside this checkout"

    /// A file or folder of it.
    package static func url(_ path: String) -> URL {
        folder.appendingPathComponent(path)
    }
}
