import Foundation
import TestSupport
import Testing
import Yams

/// What the Debian package and the container files hold, against the program and the guide.
@Suite struct PackageTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    private static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    /// Everything the package installs, laid out in a folder as `make deb` does.
    private static func staged() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = root.appendingPathComponent("scripts/stage-package")
        process.arguments = [Program.url.path, folder.url.path]
        process.currentDirectoryURL = root
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return folder
    }

    private static func files(in folder: TemporaryFolder) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? []
        return all.map { "/" + $0 }.filter { !isFolder(folder.url.path + $0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    @Test(.enabled(if: hasPython, "python3 is not installed"))
    func `the package installs what the guide lists, and nothing else`() throws {
        let files = Self.files(in: try Self.staged())
        let listed = try Self.text("docs/guide.md").matches(of: /\n\| `(\/[^`]+)` \|/).map { String($0.1) }
        #expect(listed.contains("/usr/bin/earshot"))
        for pattern in listed {
            #expect(files.contains { fnmatch(pattern, $0, 0) == 0 }, "\(pattern) is not installed")
        }
        for file in files { #expect(listed.contains { fnmatch($0, file, 0) == 0 }, "\(file) is not in the guide") }
    }

    @Test(.enabled(if: hasPython, "python3 is not installed"))
    func `every command has a manual page with all its options, and completions`() throws {
        let folder = try Self.staged()
        let completions = try Self.files(in: folder).filter { $0.contains("completions") }
            .map { try String(contentsOfFile: folder.url.path + $0, encoding: .utf8) }
        #expect(completions.count == 3)
        for page in try HelpPage.all() {
            let name = (["earshot"] + page.path).joined(separator: "-")
            let path = folder.path("usr/share/man/man1/\(name).1.gz")
            let manual = String(decoding: try SystemGzip.decompress(path), as: UTF8.self)
            #expect(manual.hasPrefix(".TH \(name.uppercased()) 1 "))
            for option in page.longOptions {
                #expect(
                    manual.contains("\\fB\(option.replacing("-", with: "\\-"))\\fR"),
                    "\(name) says nothing of \(option)"
                )
            }
            guard let command = page.path.last else { continue }
            #expect(completions.allSatisfy { $0.contains(command) }, "\(command)")
        }
    }

    @Test(.enabled(if: hasPython, "python3 is not installed"))
    func `the service's configuration can be read, and its store is where the service may write`() throws {
        let folder = try Self.staged()
        let path = folder.path("etc/earshot/earshot.yaml")
        let run = try Program.run(["doctor", "--config", path])
        #expect(run.output.hasPrefix("ok    configuration: \(path)\n"))
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\nstore: /var/lib/earshot/earshot.db\n"))
        #expect(try Self.text("packaging/earshot.service").contains("\nStateDirectory=earshot\n"))
    }

    private static let canRun = (try? Program.run(["run", "--help"]).output.contains("USAGE: earshot run ")) == true

    @Test(.enabled(if: canRun, "there is no earshot run yet"))
    func `the service and the container run a command that there is, with its options`() throws {
        let help = try HelpPage(["run"])
        let unit = try Self.text("packaging/earshot.service")
        #expect(unit.contains("\nExecStart=/usr/bin/earshot run --config /etc/earshot/earshot.yaml\n"))
        let compose = try #require(try Yams.load(yaml: Self.text("packaging/compose.yaml")) as? [String: Any])
        let services = try #require(compose["services"] as? [String: [String: Any]])
        let command = try #require(services["earshot"]?["command"] as? [String])
        #expect(command.first == "run")
        for option in command where option.hasPrefix("--") { #expect(help.longOptions.contains(option)) }
        #expect(help.longOptions.contains("--config"))
    }

    @Test func `the container files are YAML, and open nothing to other machines`() throws {
        for path in ["compose.yaml", "grafana/datasources.yaml", "grafana/dashboards.yaml"] {
            #expect(try Yams.load(yaml: Self.text("packaging/\(path)")) is [String: Any], "\(path)")
        }
        let compose = try #require(try Yams.load(yaml: Self.text("packaging/compose.yaml")) as? [String: Any])
        let services = try #require(compose["services"] as? [String: [String: Any]])
        #expect(Set(services.keys) == ["earshot", "influxdb", "dashboard", "grafana"])
        let ports = services.values.flatMap { $0["ports"] as? [String] ?? [] }
        #expect(!ports.isEmpty)
        #expect(ports.allSatisfy { $0.hasPrefix("127.0.0.1:") })
    }
}
