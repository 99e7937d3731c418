package import Language

/// Recognises copies among the signals kept last. Constant memory: about 10 MB, whatever was heard.
///
/// Candidates come from eight bands of two minima each; a candidate is a copy when at least 70 % of the minima agree.
/// Two texts that share 70 % of their words and word pairs meet in a band with probability 0.995.
package struct NearDuplicates {
    /// How many signals back a copy is recognised.
    package static let window = 50_000
    private static let bands = 8
    private static let slotBits: UInt64 = 16
    /// 70 % of 32.
    private static let leastAgreement = 22

    private struct Entry {
        let sketch: Sketch
        let signal: Int64
        /// The first of its copies; itself when it is the first.
        let original: Int64
    }

    private var entries: [Entry] = []
    private var next = 0
    /// Per band and slot, the entry seen last, counted from 1.
    private var slots = [UInt32](repeating: 0, count: bands << Int(slotBits))

    package init() {}

    /// The original that `sketch` is a copy of, if any.
    package func original(of sketch: Sketch) -> Int64? {
        for band in 0..<Self.bands {
            let number = slots[Self.slot(sketch, band)]
            guard number > 0 else { continue }
            let entry = entries[Int(number) - 1]
            if entry.sketch.agreement(with: sketch) >= Self.leastAgreement { return entry.original }
        }
        return nil
    }

    /// Remembers a signal and, where it is a copy, its original.
    package mutating func add(_ sketch: Sketch, signal: Int64, original: Int64?) {
        let entry = Entry(sketch: sketch, signal: signal, original: original ?? signal)
        if entries.count < Self.window { entries.append(entry) } else { entries[next] = entry }
        for band in 0..<Self.bands { slots[Self.slot(sketch, band)] = UInt32(next + 1) }
        next = (next + 1) % Self.window
    }

    private static func slot(_ sketch: Sketch, _ band: Int) -> Int {
        let pair = UInt64(sketch.minima[band * 2]) << 32 | UInt64(sketch.minima[band * 2 + 1])
        return band << Int(slotBits) | Int((pair &* 0x9E37_79B9_7F4A_7C15) >> (64 - slotBits))
    }
}
