import Assembly
import Desk
import Pipeline
import Store

/// The desk of a store.
enum ReviewAccess {
    /// Decides at the queue of the process that hears, where one answers, so that people see who looks at what; else at one
    /// of this process.
    ///
    /// - Throws: `StoreError`, `.missing` where there is no store to decide about.
    static func using<Result>(_ path: String, _ body: (any ReviewDesk) async throws -> Result) async throws -> Result {
        let store = try Store.share(path)
        if let client = await LocalClient.answering(store: path) {
            return try await body(RemoteReviewDesk(client: client))
        }
        let result = try await body(ReviewQueue(store: store, deciding: DecisionRecorder(store: store)))
        try await RelevanceFigureWriter(store: store).catchUp()
        return result
    }

    /// Returns the items that wait, to look at only.
    ///
    /// The process that hears is asked first, where one answers: it has ranked the queue already.
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
