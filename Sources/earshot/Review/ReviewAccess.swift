import Assembly
import Desk
import Foundation
import Pipeline
import Store

/// The desk of a store.
enum ReviewAccess {
    /// Decides at the queue of this process, or of the one that has the store open.
    ///
    /// - Throws: `StoreError`, `.missing` where there is no store to decide about.
    static func using<Result>(_ path: String, _ body: (any ReviewDesk) async throws -> Result) async throws -> Result {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        switch try await StoreAccess.open(path, purpose: "earshot review") {
        case .running(let client): return try await body(RemoteReviewDesk(client: client))
        case .own(let store):
            let result = try await body(ReviewQueue(store: store, deciding: DecisionRecorder(store: store)))
            try await RelevanceFigureWriter(store: store).catchUp()
            return result
        }
    }

    /// What waits, to look at only, also while others write the store.
    ///
    /// The process that has it open is asked first, where one answers: it has ranked the queue already.
    static func page(_ path: String, _ query: ReviewQuery) async throws -> ReviewPage {
        if let client = await LocalClient.answering(store: path),
            let page = try? await RemoteReviewDesk(client: client).page(query)
        {
            return page
        }
        let store = try Store.read(path)
        return try await ReviewQueue(store: store, deciding: DecisionRecorder(store: store)).page(query)
    }
}
