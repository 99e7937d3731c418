package import Signals
package import Store
import Synchronization

/// Tells which posts may answer, quote or repost a kept signal, without asking the store about each.
///
/// A Bloom filter over the ids of the latest million kept signals, in two halves that take turns: about 1.3 MB, and two in a
/// hundred are asked about in vain. The store has the last word. Until the ids of an earlier run are read, any post may.
package final class KeptSignalFilter: Sendable {
    /// Ids that the fuller half holds before the other is emptied and takes over.
    private static let half = 500_000
    /// A line of the processor's cache, so that an id costs one (Putze, Sanders and Singler, 2007).
    private typealias Block = SIMD8<UInt64>
    /// Ten bits an id and seven hashes.
    private static let blocks = half * 10 / 512
    private static let hashes = 7

    private struct State {
        var halves = [[Block]](repeating: [Block](repeating: Block(), count: blocks), count: 2)
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
            for index in state.halves[0].indices { state.halves[0][index] = Block() }
            state.count = 0
        }
        state.count += 1
        let (index, bits) = place(of: key)
        state.halves[0][index] |= bits
    }

    private static func has(_ key: Int64, in half: [Block]) -> Bool {
        let (index, bits) = place(of: key)
        return half[index] & bits == bits
    }

    /// The block that a key falls into, and its bits there: one hash chooses the block, and what is made of it the bits.
    private static func place(of key: Int64) -> (index: Int, bits: Block) {
        var mixed = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed ^= mixed >> 32
        var choice = mixed &* 0xFF51_AFD7_ED55_8CCD
        choice ^= choice >> 33
        var bits = Block()
        for _ in 0..<hashes {
            bits[Int(choice & 7)] |= 1 << (choice >> 3 & 63)
            choice >>= 9
        }
        return (Int(mixed % UInt64(blocks)), bits)
    }
}
