import Signals

// A batch that cannot be written as a whole.

extension Batch {
    /// Two batches that keep the same, one after the other; nil if there is only one thing to write.
    ///
    /// The second has the places and gaps. The things keep the order in which a batch is written.
    package var halves: (first: Batch, second: Batch)? {
        let count = deadLetters.count + withdrawn.count + signals.count + unmatched.count
        guard count > 1 else { return nil }
        var (first, second) = (self, self)
        first.forgetPlaces()
        var left = count / 2
        split(&left, \.deadLetters, &first, &second)
        split(&left, \.withdrawn, &first, &second)
        split(&left, \.signals, &first, &second)
        (first.unmatched, second.unmatched) = unmatched.split(after: left)
        return (first, second)
    }

    /// Leaves the first `left` things of a list to the first half, and counts them down.
    private func split<Thing>(
        _ left: inout Int,
        _ list: WritableKeyPath<Batch, [Thing]>,
        _ first: inout Batch,
        _ second: inout Batch
    ) {
        let count = min(left, self[keyPath: list].count)
        first[keyPath: list] = Array(self[keyPath: list].prefix(count))
        second[keyPath: list] = Array(self[keyPath: list].dropFirst(count))
        left -= count
    }

    /// The batch with a dead letter in the place of the one thing in it; nil if that is a dead letter itself, or nothing.
    ///
    /// The letter holds the post as a neutral line, so that it can be heard again once the cause is gone.
    package func buried(because reason: String) -> Batch? {
        var buried = self
        buried.signals = []
        buried.withdrawn = []
        buried.unmatched = UnmatchedLines()
        let (what, payload): (String, [UInt8])
        if let judged = signals.first {
            var writer = JSONWriter()
            writer.appendLine(of: judged.signal)
            (what, payload) = ("it could not be kept", writer.bytes)
        } else if unmatched.count > 0 {
            (what, payload) = ("it could not be kept for later topics", unmatched.lines)
        } else if let id = withdrawn.first {
            var writer = JSONWriter()
            writer.raw("{\"id\":")
            writer.append(id.native)
            writer.raw(",\"source\":")
            writer.append(id.source)
            writer.raw("}\n")
            (what, payload) = ("its removal could not be kept", writer.bytes)
        } else {
            return nil
        }
        let origin = DeadLetter.Origin.feed(name: places.first?.stream ?? "store", label: "", offset: 0)
        let letter = payload.withUnsafeBytes {
            DeadLetter(origin: origin, reason: "\(what): \(reason)", payload: $0)
        }
        buried.deadLetters = [letter]
        return buried
    }
}

extension UnmatchedLines {
    /// The first lines, and the others.
    fileprivate func split(after count: Int) -> (UnmatchedLines, UnmatchedLines) {
        guard count > 0 else { return (UnmatchedLines(), self) }
        var (first, second) = (self, self)
        var end = lines.startIndex
        for _ in 0..<count {
            end = lines[end...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.endIndex
        }
        (first.lines, first.count) = (Array(lines[..<end]), count)
        (second.lines, second.count) = (Array(lines[end...]), self.count - count)
        return (first, second)
    }
}
