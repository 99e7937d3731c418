import Foundation

/// A small file system in memory; it is unmounted when the test has ended.
package final class SmallDisk: Sendable {
    package let folder: TemporaryFolder

    /// Mounting is for the superuser alone.
    package static let isPossible = geteuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil
    package static let absence: StaticString = "only the superuser can make a small file system"

    package init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        try Self.call("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.url.path)
    }

    package convenience init(megabytes: Int) throws { try self.init(kilobytes: megabytes * 1024) }

    package func resize(megabytes: Int) throws {
        try Self.call("mount", "-o", "remount,size=\(megabytes)m", folder.url.path)
    }

    /// From now on nothing on it can be changed.
    package func makeReadOnly() throws {
        try Self.call("mount", "-o", "remount,ro", folder.url.path)
    }

    deinit {
        try? Self.call("umount", "--lazy", folder.url.path)
    }

    private static func call(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
