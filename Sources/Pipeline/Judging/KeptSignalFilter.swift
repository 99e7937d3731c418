package import Signals
package import Store
import Synchronization

/// Tells which posts may answer, quote or repost a kept signal, without asking the store about each.
///
/// A Bloom filter over the ids of the latest million kept signals, in two halves that take turns: about 2.5 MB, and one in a
/// hundred is asked about in vain. The store has the last word. Until the ids of an earlier run are read, any post may.
package final class KeptSignalFilter: Sendable {
    /// Ids that the fuller half holds before the other is emptied and takes over.
    private static let half = 500_000
    /// Ten bits an id and seven hashes: one false answer in a hundred (Bloom, 1970).
    private static let words = half * 10 / 64
    private static let hashes: UInt64 = 7

    private struct State {
        var halves = [[UInt64](repeating: 0, count: words), [UInt64](repeating: 0, count: words)]
        var count = 0
        var isComplete = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Reads the ids of signals that were kept before.
    ///
    /// - Throws: database errors; any post may be related then, as before.
    package func load(_ store: Store) async throws {
        let keys = try await store.latestKeys(2 * Self.half)
        state.withLock { state in
            for key in keys { Self.insert(key, &state) }
            state.isComplete = true
        }
    }

    /// Notes a signal that is to be kept.
    package func insert(_ id: SignalID) {
        state.withLock { Self.insert(id.key, &$0) }
    }

    /// Returns whether a signal may answer, quote or repost one that is kept.
    package func mayRelate(_ signal: Signal) -> Bool {
        guard signal.parent != nil || signal.quoted != nil else { return false }
        let keys = [signal.parent, signal.quoted].compactMap {
            $0.map { SignalID(source: signal.id.source, id: $0).key }
        }
        return state.withLock { state in
            !state.isComplete || keys.contains { key in state.halves.contains { Self.has(key, in: $0) } }
        }
    }

    private static func insert(_ key: Int64, _ state: inout State) {
        if state.count == half {
            state.halves.swapAt(0, 1)
            for index in state.halves[0].indices { state.halves[0][index] = 0 }
            state.count = 0
        }
        state.count += 1
        forEachBit(of: key) { word, bit in
            state.halves[0][word] |= bit
            return true
        }
    }

    private static func has(_ key: Int64, in half: [UInt64]) -> Bool {
        var has = true
        forEachBit(of: key) { word, bit in
            has = half[word] & bit != 0
            return has
        }
        return has
    }

    /// Two halves of one mixed hash make all others (Kirsch and Mitzenmacher, 2006); ends where `body` is false.
    private static func forEachBit(of key: Int64, _ body: (_ word: Int, _ bit: UInt64) -> Bool) {
        var mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= mixed >> 32
        let (first, step) = (mixed & 0xFFFF_FFFF, mixed >> 32 | 1)
        for index in 0..<hashes {
            let place = (first &+ index &* step) % UInt64(words * 64)
            guard body(Int(place / 64), 1 << (place % 64)) else { return }
        }
    }
}
