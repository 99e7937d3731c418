package import Language

/// Recognises copies among the signals kept last.
///
/// Constant memory: about 15 MB, whatever was heard.
///
/// Candidates come from sixteen bands of two bins each, of which the signal seen last is known; what a candidate is,
/// its sketch decides (`Sketch.isCopy`). Two texts that share 70 % of their words and word pairs agree in a band with
/// probability 0.49, and in none of sixteen with probability 0.00002.
package struct NearDuplicates {
    /// How many signals back a copy is recognised.
    package static let window = 50_000
    private static let bands = Sketch.bins / 2
    private static let slotBits: UInt64 = 16

    private struct Entry {
        /// nil for a text too short to have copies: it takes its place in the window all the same.
        let sketch: Sketch?
        /// The first of its copies; the signal itself when it is the first.
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
            guard let slot = Self.slot(sketch, band), slots[slot] > 0 else { continue }
            let entry = entries[Int(slots[slot]) - 1]
            // The entry may have left the window and another have its place.
            guard let known = entry.sketch, Self.slot(known, band) == slot else { continue }
            if known.isCopy(of: sketch) { return entry.original }
        }
        return nil
    }

    /// Remembers a signal and, where it is a copy, its original.
    package mutating func add(_ sketch: Sketch?, signal: Int64, original: Int64?) {
        let entry = Entry(sketch: sketch, original: original ?? signal)
        if entries.count < Self.window { entries.append(entry) } else { entries[next] = entry }
        for band in 0..<Self.bands {
            if let sketch, let slot = Self.slot(sketch, band) { slots[slot] = UInt32(next + 1) }
        }
        next = (next + 1) % Self.window
    }

    /// nil where both bins are empty, which says nothing.
    private static func slot(_ sketch: Sketch, _ band: Int) -> Int? {
        let (first, second) = (sketch.minima[band * 2], sketch.minima[band * 2 + 1])
        guard first != Sketch.empty || second != Sketch.empty else { return nil }
        let pair = UInt64(first) << 32 | UInt64(second)
        return band << Int(slotBits) | Int((pair &* 0x9E37_79B9_7F4A_7C15) >> (64 - slotBits))
    }
}
