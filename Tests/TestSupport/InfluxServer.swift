package import Foundation
package import FoundationNetworking

/// A real influxd on a free loopback port, with its data in a temporary folder.
///
/// Stopped by its process id.
package final class InfluxServer: @unchecked Sendable {
    // Unchecked: `process` is replaced by start and stop only, which tests call one after the other.

    package let port: Int
    private let rpcPort: Int
    private let folder: TemporaryFolder
    private let authenticates: Bool
    private let maximumBodySize: Int
    private var process: Process?

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Where Debian's package puts it; nil where it is not installed.
    package static let executable = ["/usr/bin/influxd", "/usr/local/bin/influxd"].first(
        where: FileManager.default.isExecutableFile
    )

    package static let isInstalled = executable != nil
    package static let absence: StaticString = "influxd is not installed: make deps"

    /// Starts a server and waits until it answers.
    package init(authenticates: Bool = false, maximumBodySize: Int = 25_000_000) throws {
        port = try FreePort.find()
        rpcPort = try FreePort.find()
        folder = try TemporaryFolder()
        self.authenticates = authenticates
        self.maximumBodySize = maximumBodySize
        try start()
    }

    deinit {
        stop()
    }

    /// Starts it again on the same port and data.
    package func start() throws {
        let configuration = try folder.write("influxdb.conf", text)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.executable ?? "/usr/bin/influxd")
        process.arguments = ["run", "-config", configuration]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        for _ in 0..<200 {
            if (try? query("SHOW DATABASES")) != nil { return }
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

    private var text: String {
        """
        bind-address = "127.0.0.1:\(rpcPort)"
        reporting-disabled = true
        [meta]
          dir = "\(folder.path("meta"))"
        [data]
          dir = "\(folder.path("data"))"
          wal-dir = "\(folder.path("wal"))"
          query-log-enabled = false
        [coordinator]
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:\(port)"
          log-enabled = false
          auth-enabled = \(authenticates)
          max-body-size = \(maximumBodySize)
        [logging]
          level = "error"
        """
    }

    /// Asks in InfluxQL and returns the answer's object; times are nanoseconds.
    @discardableResult
    package func query(
        _ text: String,
        database: String? = nil,
        user: String? = nil,
        password: String? = nil
    ) throws -> [String: Any] {
        let answer = try answer(to: text, database: database, user: user, password: password)
        return try JSONSerialization.jsonObject(with: answer) as? [String: Any] ?? [:]
    }

    /// The bytes of the answer: JSONSerialization leaves out a byte order mark that starts a string.
    func answer(to text: String, database: String?, user: String?, password: String?) throws -> Data {
        var parts = URLComponents(string: url + "/query")
        var items = [URLQueryItem(name: "q", value: text), URLQueryItem(name: "epoch", value: "ns")]
        if let database { items.append(URLQueryItem(name: "db", value: database)) }
        if let user { items += [URLQueryItem(name: "u", value: user), URLQueryItem(name: "p", value: password)] }
        parts?.queryItems = items
        let encoded = parts?.percentEncodedQuery
        parts?.percentEncodedQuery = encoded?.replacingOccurrences(of: "+", with: "%2B").replacingOccurrences(
            of: ";",
            with: "%3B"
        )
        return try send("POST", parts?.url).body
    }

    /// Writes bytes of line protocol as they are.
    package func write(_ lines: [UInt8], database: String) throws -> (status: Int, body: Data) {
        try send("POST", URL(string: url + "/write?db=\(database)&precision=ns"), body: Data(lines))
    }

    /// The series of a query's first result: name, tags, columns, values.
    package func series(_ text: String, database: String) throws -> [[String: Any]] {
        let results = try query(text, database: database)["results"] as? [[String: Any]]
        return results?.first?["series"] as? [[String: Any]] ?? []
    }

    private func send(_ method: String, _ url: URL?, body: Data? = nil) throws -> (status: Int, body: Data) {
        guard let url else { throw URLError(.badURL) }
        var request = URLRequest(url: url, timeoutInterval: 30)
        request.httpMethod = method
        request.httpBody = body
        return try BlockingRequest.send(request)
    }
}

/// A request that is waited for.
package enum BlockingRequest {
    private final class Box: @unchecked Sendable {
        // Unchecked: written before the semaphore is signalled and read after it was waited for.
        var result: Result<(Int, Data), any Error> = .failure(URLError(.unknown))
    }

    package static func send(_ request: URLRequest) throws -> (status: Int, body: Data) {
        let box = Box()
        let done = DispatchSemaphore(value: 0)
        URLSession.shared.dataTask(with: request) { data, response, error in
            if let response = response as? HTTPURLResponse {
                box.result = .success((response.statusCode, data ?? Data()))
            } else {
                box.result = .failure(error ?? URLError(.unknown))
            }
            done.signal()
        }.resume()
        done.wait()
        return try box.result.get()
    }
}
