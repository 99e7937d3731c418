import Synchronization

/// The running counts of one stream, kept by whoever judges its packets in their order.
package final class StreamTally: Sendable {
    private let state: Mutex<(heard: Int64, undelivered: Int64?)>

    /// `heard`: lines that earlier runs heard; `undelivered`: posts left out as far as is known, nil if it is not.
    package init(heard: Int64 = 0, undelivered: Int64? = 0) {
        state = Mutex((heard, undelivered))
    }

    /// Lines heard since the stream's start, posts of pages one by one.
    package var heard: Int64 { state.withLock { $0.heard } }

    package func add(_ heard: Int) {
        state.withLock { $0.heard += Int64(heard) }
    }

    /// Takes in how many posts the stream says it left out; returns how many of them are new.
    ///
    /// The count of a stream starts anew with every connection.
    package func leftOut(_ total: Int64) -> Int64 {
        state.withLock { state in
            let before = state.undelivered.map { $0 <= total ? $0 : 0 } ?? total
            state.undelivered = total
            return total - before
        }
    }
}
