import Foundation
import FoundationNetworking

/// A real VictoriaMetrics on a free loopback port, with its data in a temporary folder.
///
/// Stopped by its process id.
package final class VictoriaMetricsServer: @unchecked Sendable {
    // Unchecked: `process` is replaced by start and stop only, which tests call one after the other.

    /// A series with its samples.
    package struct Series: Sendable, Decodable {
        package let metric: [String: String]
        package let values: [Double]
        /// Milliseconds since 1970.
        package let timestamps: [Int64]

        package var name: String { metric["__name__"] ?? "" }
    }

    package let port: Int
    private let folder: TemporaryFolder
    private let flags: [String]
    private var process: Process?

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Where Debian's package puts it.
    package static let executable = "/usr/bin/victoria-metrics"
    package static let isInstalled = FileManager.default.isExecutableFile(atPath: executable)
    package static let absence: StaticString = "victoria-metrics is not installed: make test-deps"

    /// Starts a server and waits until it answers.
    ///
    /// `deduplicates`: whether a sample that is written twice is there once, to the millisecond.
    package init(retention: String = "100y", deduplicates: Bool = true, flags: [String] = []) throws {
        port = try FreePort.find()
        folder = try TemporaryFolder()
        self.flags =
            ["-retentionPeriod=\(retention)"] + (deduplicates ? ["-dedup.minScrapeInterval=1ms"] : []) + flags
        try start()
    }

    deinit {
        stop()
    }

    /// Starts it again on the same port and data.
    package func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.executable)
        process.arguments =
            [
                "-httpListenAddr=127.0.0.1:\(port)", "-storageDataPath=\(folder.path("data"))",
                "-memory.allowedBytes=64MB",
            ]
            + flags
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        for _ in 0..<200 {
            if (try? get("health")) != nil { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw CocoaError(.executableLoad)
    }

    /// Ends it; `isHard` without warning.
    package func stop(isHard: Bool = false) {
        guard let process else { return }
        if isHard { kill(process.processIdentifier, SIGKILL) } else { process.terminate() }
        process.waitUntilExit()
        self.process = nil
    }

    /// All samples of the series that a selector finds.
    package func series(_ selector: String) throws -> [Series] {
        try get("internal/force_flush")
        let answer = try get("api/v1/export", ["match[]": selector, "start": "0", "end": "9000000000"])
        return try answer.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Series.self, from: $0) }
    }

    /// What a query gives at a time, by the value of a label.
    package func values(_ query: String, at seconds: Int64, by label: String) throws -> [String: Double] {
        try get("internal/force_flush")
        let answer = try get("api/v1/query", ["query": query, "time": "\(seconds)"])
        let object = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
        let results = (object?["data"] as? [String: Any])?["result"] as? [[String: Any]] ?? []
        var values: [String: Double] = [:]
        for result in results {
            let name = (result["metric"] as? [String: String])?[label] ?? ""
            values[name] = ((result["value"] as? [Any])?.last as? String).flatMap(Double.init)
        }
        return values
    }

    @discardableResult
    private func get(_ path: String, _ query: [String: String] = [:]) throws -> Data {
        var parts = URLComponents(string: "\(url)/\(path)")
        parts?.queryItems = query.isEmpty ? nil : query.map { URLQueryItem(name: $0.key, value: $0.value) }
        let encoded = parts?.percentEncodedQuery
        parts?.percentEncodedQuery = encoded?.replacingOccurrences(of: "+", with: "%2B")
        guard let address = parts?.url else { throw URLError(.badURL) }
        let answer = try BlockingRequest.send(URLRequest(url: address, timeoutInterval: 30))
        guard answer.status < 300 else { throw URLError(.badServerResponse) }
        return answer.body
    }

    /// A server that answers, started without blocking a thread of the pool that tests run on.
    package static func started(
        retention: String = "100y",
        deduplicates: Bool = true,
        flags: [String] = []
    ) async throws -> VictoriaMetricsServer {
        try await Blocking.run {
            try VictoriaMetricsServer(retention: retention, deduplicates: deduplicates, flags: flags)
        }
    }
}
