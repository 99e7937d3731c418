package import Language

/// Recognises copies among the signals kept last.
///
/// Constant memory: about 11 MB, whatever was heard.
///
/// Candidates come from sixteen bands of two bins each, of which the signal seen last is known; what a candidate is,
/// its sketch decides (`Sketch.isCopy`). Two texts that share 70 % of their words and word pairs agree in a band with
/// probability 0.49, and in none of sixteen with probability 0.00002.
package struct NearDuplicates {
    /// How many signals back a copy is recognised.
    package static let window = 50_000
    private static let bands = Sketch.bins / 2
    private static let slotBits: UInt64 = 16

    /// Nothing but empty bins: a text too short to have copies takes its place in the window all the same.
    private static let none = SIMD32<UInt32>(repeating: Sketch.empty)

    /// The sketches in the window, and beside each the first of its copies: the signal itself where it is the first.
    ///
    /// They lie in one block. An allocation for each would stay behind between those of batches and keep the heap from
    /// shrinking.
    private var sketches: [SIMD32<UInt32>] = []
    private var originals: [Int64] = []
    private var next = 0
    /// Per band and slot, the entry seen last, counted from 1.
    private var slots = [UInt32](repeating: 0, count: bands << Int(slotBits))

    package init() {
        sketches.reserveCapacity(Self.window)
        originals.reserveCapacity(Self.window)
    }

    /// The original that `sketch` is a copy of, if any.
    package func original(of sketch: Sketch) -> Int64? {
        for band in 0..<Self.bands {
            guard let slot = Self.slot(sketch, band), slots[slot] > 0 else { continue }
            let place = Int(slots[slot]) - 1
            let known = Sketch(minima: sketches[place])
            // The signal may have left the window and another have its place.
            guard Self.slot(known, band) == slot else { continue }
            if known.isCopy(of: sketch) { return originals[place] }
        }
        return nil
    }

    /// Remembers a signal and, where it is a copy, its original.
    package mutating func add(_ sketch: Sketch?, signal: Int64, original: Int64?) {
        let minima = sketch?.minima ?? Self.none
        if sketches.count < Self.window {
            sketches.append(minima)
            originals.append(original ?? signal)
        } else {
            sketches[next] = minima
            originals[next] = original ?? signal
        }
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
