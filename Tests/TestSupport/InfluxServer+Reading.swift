import Foundation
import FoundationNetworking

/// The same without blocking a thread of the pool that tests run on.
extension InfluxServer {
    /// A server that answers.
    package static func started(
        authenticates: Bool = false,
        maximumBodySize: Int = 25_000_000,
        databases: String...
    ) async throws -> InfluxServer {
        let server = try await Blocking.run {
            try InfluxServer(authenticates: authenticates, maximumBodySize: maximumBodySize)
        }
        for database in databases { try await server.run("CREATE DATABASE \(database)") }
        return server
    }

    package func restart() async throws {
        try await Blocking.run { try self.start() }
    }

    package func end(isHard: Bool = false) async throws {
        try await Blocking.run { self.stop(isHard: isHard) }
    }

    /// What each statement of a query reads back; times are nanoseconds.
    @discardableResult
    package func run(
        _ statements: String...,
        database: String? = nil,
        user: String? = nil,
        password: String? = nil
    ) async throws -> [[InfluxSeries]] {
        try await run(statements, database: database, user: user, password: password)
    }

    @discardableResult
    package func run(
        _ statements: [String],
        database: String? = nil,
        user: String? = nil,
        password: String? = nil
    ) async throws -> [[InfluxSeries]] {
        let text = statements.joined(separator: "; ")
        let body = try await Blocking.run {
            try self.answer(to: text, database: database, user: user, password: password)
        }
        let answer = try JSONDecoder().decode(InfluxResults.self, from: body)
        let errors = [answer.error] + (answer.results ?? []).map(\.error)
        if let error = errors.compactMap(\.self).first { throw InfluxQueryError(description: error) }
        return (answer.results ?? []).map { $0.series ?? [] }
    }

    /// Writes bytes of line protocol as they are.
    package func put(_ lines: [UInt8], database: String) async throws -> (status: Int, body: String) {
        try await Blocking.run {
            let answer = try self.write(lines, database: database)
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        }
    }
}
