package import Desk
import Foundation
package import Store

/// The store to write, or the process that has it open and writes for others.
package enum StoreAccess {
    case own(Store)
    case running(LocalClient)

    /// The store to read from, which is at `path`.
    package func reading(_ path: String) throws -> Store {
        switch self {
        case .own(let store): store
        case .running: try Store.read(path)
        }
    }

    /// - Throws: `StoreError`, `.held` where the holder does not answer at its local socket.
    package static func open(_ path: String, purpose: String) async throws -> StoreAccess {
        do {
            return .own(try Store.open(path, purpose: purpose))
        } catch let error as StoreError {
            guard case .held = error, let client = await LocalClient.answering(store: path) else { throw error }
            return .running(client)
        }
    }
}

extension LocalClient {
    /// Reaches the process that holds a store; nil where none answers within five seconds.
    package static func answering(store path: String) async -> LocalClient? {
        guard let client = LocalClient(store: path) else { return nil }
        return await withTaskGroup(of: LocalClient?.self) { group in
            group.addTask { (try? await client.get("health"))?.isFine == true ? client : nil }
            group.addTask {
                try? await Task.sleep(for: .seconds(5))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// What the process that holds the store answers.
    ///
    /// - Throws: `Failure` with its words where it refuses, or when it goes away.
    package func ask<Result: Decodable>(
        _ route: String,
        _ body: (any Encodable & Sendable)? = nil,
        for type: Result.Type = Result.self
    ) async throws -> Result {
        let answer: Answer
        do {
            answer = try await post(route, body)
        } catch {
            throw Failure.wentAway
        }
        guard answer.isFine else {
            throw Failure(
                description: answer.error ?? "the running Earshot did not understand. Is it of another version?"
            )
        }
        return try JSONDecoder().decode(Result.self, from: answer.body)
    }
}

extension Failure {
    /// Who had the store open no longer answers.
    package static let wentAway = Failure(
        description: "the running Earshot went away. Run the same command again: nothing is done twice."
    )
}
