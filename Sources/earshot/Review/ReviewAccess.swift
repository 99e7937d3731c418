import Foundation
import Pipeline
import Store

/// The desk of a store.
enum ReviewAccess {
    /// The queue of this process, or of the one that has the store open.
    ///
    /// - Throws: `StoreError`, `.missing` where there is no store to decide about.
    static func open(_ path: String) async throws -> any ReviewDesk {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        return switch try await StoreAccess.open(path, purpose: "earshot review") {
        case .own(let store): ReviewQueue(store: store, deciding: Deciding(store: store))
        case .running(let client): RemoteReviewDesk(client: client)
        }
    }

    /// The queue to look at only, also while others write the store.
    static func read(_ path: String) throws -> any ReviewDesk {
        let store = try Store.read(path)
        return ReviewQueue(store: store, deciding: Deciding(store: store))
    }
}
