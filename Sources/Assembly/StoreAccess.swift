package import Desk
import Foundation
package import Store
import Web

/// The store to hear into, or the process that has the lease and hears for others.
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

    /// `upgrading`: as that of `Store.open`.
    /// - Throws: `StoreError`, `.held` where the holder does not answer at its local socket.
    package static func open(
        _ path: String,
        purpose: String,
        upgrading: @escaping @Sendable (UpgradeProgress?) -> Void
    ) async throws -> StoreAccess {
        do {
            return .own(try Store.open(path, purpose: purpose, upgrading: upgrading))
        } catch let error as StoreError {
            guard case .held = error, let client = await LocalClient.answering(store: path) else { throw error }
            return .running(client)
        }
    }
}

extension StoreAccess {
    /// The store, beside others that have it open; made first where there is none.
    ///
    /// `purpose`: what others are told while it is made.
    package static func shared(_ path: String, purpose: String) throws -> Store {
        do {
            return try Store.share(path)
        } catch StoreError.missing {
            // The lease is given back before the store is shared.
            try Store.open(path, purpose: purpose).close()
            return try Store.share(path)
        }
    }
}

extension LocalClient {
    /// Reaches the process that holds a store; nil where none answers within five seconds.
    package static func answering(store path: String) async -> LocalClient? {
        guard let client = LocalClient(store: path) else { return nil }
        return (try? await client.get("health"))?.isFine == true ? client : nil
    }

    /// Asks how the running program is doing; nil if none runs.
    ///
    /// - Throws: `Failure` if one runs and does not answer, or not this user.
    package func status() async throws -> LocalAnswer.Status? {
        do {
            let answer = try await get("status")
            return try JSONDecoder().decode(LocalAnswer.Status.self, from: answer.body)
        } catch let error as WebError {
            switch error.cause {
            // The socket was left behind by a program that was killed.
            case .refused, .socketMissing: return nil
            case .socketForbidden: throw Failure.forbidden
            default: throw Failure.silent
            }
        } catch is DecodingError {
            throw Failure.notUnderstood
        }
    }

    /// Asks the process that holds the store.
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
            throw answer.error.map { Failure(description: $0) } ?? Failure.notUnderstood
        }
        return try JSONDecoder().decode(Result.self, from: answer.body)
    }
}

extension Failure {
    package static let notUnderstood = Failure(
        description: "the running Earshot did not understand. Is it of another version?"
    )

    package static let forbidden = Failure(
        description:
            "the running Earshot that has this store open does not answer this user. Ask as the user who runs it."
    )

    package static let silent = Failure(
        description:
            "the running Earshot that has this store open does not answer. Is it stopped or overloaded? See its log."
    )

    /// The program that had the store open no longer answers.
    package static let wentAway = Failure(
        description: "the running Earshot went away. Run the same command again: nothing is done twice."
    )
}
