package import Language

/// Recognises copies among the signals kept last.
///
/// Constant memory: about 11 MB, whatever was heard.
///
/// Candidates are the signals that were the last to have one of a sketch's bands; whether one is a copy, the wording
/// decides (`Sketch.isCopy`).
package struct NearDuplicates {
    /// How many signals back a copy is recognised; a place in it has 16 bits.
    package static let window = 50_000
    private static let slotBits: UInt64 = 16

    /// The wordings in the window, and beside each the first of its copies: the signal itself where it is the first.
    ///
    /// They lie in one block. An allocation for each would stay behind between those of batches and keep the heap from
    /// shrinking. A text too short to have copies takes its place in the window all the same.
    private var wordings: [SIMD64<UInt16>] = []
    private var originals: [Int64] = []
    private var signals: [Int64] = []
    /// Signals added.
    private var count = 0
    /// Per band and slot, the place in the window of the last signal in it, and the half of its band that the slot does not tell.
    private var slots = [UInt32](repeating: .max, count: Sketch.bandCount << Int(slotBits))

    package init() {
        wordings.reserveCapacity(Self.window)
        originals.reserveCapacity(Self.window)
        signals.reserveCapacity(Self.window)
    }

    /// The original that `sketch` is a copy of, if any.
    package func original(of sketch: Sketch) -> Int64? {
        // Most candidates of a copy are one and the same.
        var refused = Self.window
        for band in 0..<Sketch.bandCount {
            guard let slot = Self.slot(sketch, band) else { continue }
            let place = Int(slots[slot] & 0xFFFF)
            // By now another signal may have the place; its wording decides as well.
            guard slots[slot] >> 16 == sketch.bands[band] & 0xFFFF, place < wordings.count, place != refused else {
                continue
            }
            if sketch.wording.says(sameAs: Wording(lanes: wordings[place])) { return originals[place] }
            refused = place
        }
        return nil
    }

    /// Remembers a signal and, where it is a copy, its original.
    package mutating func add(_ sketch: Sketch?, signal: Int64, original: Int64?) {
        let wording = sketch?.wording.lanes ?? SIMD64()
        let place = count % Self.window
        if wordings.count < Self.window {
            wordings.append(wording)
            originals.append(original ?? signal)
            signals.append(signal)
        } else {
            wordings[place] = wording
            originals[place] = original ?? signal
            signals[place] = signal
        }
        count += 1
        guard let sketch else { return }
        for band in 0..<Sketch.bandCount {
            if let slot = Self.slot(sketch, band) { slots[slot] = sketch.bands[band] << 16 | UInt32(place) }
        }
    }

    /// Makes `original` the first of `signals` and of their copies, by one walk through the window.
    package mutating func lead(_ signals: Set<Int64>, to original: Int64) {
        for place in originals.indices where signals.contains(originals[place]) { originals[place] = original }
    }

    /// Forgets signals by one walk through the window; nothing is a copy of them from now on.
    ///
    /// `successors`: the signals, and beside each the first of its copies that is left; nil where there is none.
    package mutating func remove(_ successors: [Int64: Int64?]) {
        for place in originals.indices {
            if successors.keys.contains(signals[place]) { wordings[place] = SIMD64() }
            guard let successor = successors[originals[place]] else { continue }
            originals[place] = successor ?? signals[place]
        }
    }

    /// nil where nothing fell into the band, which says nothing.
    private static func slot(_ sketch: Sketch, _ band: Int) -> Int? {
        guard sketch.bands[band] != 0 else { return nil }
        return band << Int(slotBits) | Int(sketch.bands[band] >> 16)
    }
}
