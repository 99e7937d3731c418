import Logging
import Store
import Synchronization

/// Counts what becomes of what is heard, and says what could not be read.
final class BatchCounting: Sendable {
    private let state = Mutex(HearingService.Counts())

    var counts: HearingService.Counts { state.withLock { $0 } }

    func add(_ batch: Batch, _ receipt: Receipt, _ log: Logger) {
        state.withLock { counts in
            counts.heard += batch.heard
            counts.kept += receipt.kept
            counts.duplicates += receipt.duplicates
            counts.unmatched += batch.unmatched.count + receipt.unmatched + batch.notices
            counts.dead += batch.deadLetters.count + receipt.buried + receipt.fates.count { $0 == .buried }
        }
        if !batch.deadLetters.isEmpty {
            log.warning("lines could not be read", metadata: ["dead_letters": "\(batch.deadLetters.count)"])
        }
    }
}
