package import Feeds
package import Signals
package import Store

/// The block whose lines are judged, and how far it was hashed.
private struct BlockInHand {
    let block: LineBlock
    let bytes: UnsafeRawBufferPointer
    let tally: StreamTally?
    /// XXH64 of everything before `hashed` in the block.
    var digest: StableHash
    var hashed = 0

    mutating func position(of start: Int) -> StreamPosition {
        if start > hashed {
            digest.update(UnsafeRawBufferPointer(rebasing: bytes[hashed..<start]))
            hashed = start
        }
        return StreamPosition(offset: block.offset + Int64(start), digest: digest.value)
    }
}

extension BatchBuilder {
    /// Judges the lines of a block, which is borrowed.
    func read(_ block: LineBlock, _ tally: StreamTally?) {
        block.bytes.withBytes { bytes in
            var hand = BlockInHand(block: block, bytes: bytes, tally: tally, digest: block.digest)
            block.withLines { walk in
                while let line = walk.line() {
                    guard !isSilent(line.bytes, block.format) else { continue }
                    read(line.bytes, at: line.start, in: &hand)
                }
            }
        }
    }

    /// Returns whether a line says nothing: a blank one, or the length that X writes before a message if asked to.
    private func isSilent(_ line: UnsafeRawBufferPointer, _ format: PostFormat) -> Bool {
        guard let first = line.first else { return true }
        guard format == .ndjson, first &- UInt8(ascii: "0") < 10 else { return false }
        return line.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    /// Reads a line, and judges what it says.
    private func read(_ line: UnsafeRawBufferPointer, at start: Int, in hand: inout BlockInHand) {
        take(parser.read(line, format: hand.block.format), of: line, at: start, in: &hand)
    }

    private func take(
        _ reading: Reading,
        of line: UnsafeRawBufferPointer,
        at start: Int,
        in hand: inout BlockInHand
    ) {
        switch reading {
        case .post(let post): hear(post, line, at: start, in: &hand)
        case .page(let count): readPage(of: count, line, at: start, in: &hand)
        case .change(let change): take(change)
        case .notice(let notice): take(notice, hand.tally)
        case .dead(let error): bury(error, line, at: start, in: hand)
        }
    }

    /// Judges the posts of a page, each as if it stood alone.
    private func readPage(of count: Int, _ line: UnsafeRawBufferPointer, at start: Int, in hand: inout BlockInHand) {
        for index in 0..<count {
            let element = parser.element(index)
            let place = start + (element.baseAddress.flatMap { address in line.baseAddress.map { address - $0 } } ?? 0)
            take(parser.readElement(index), of: element, at: place, in: &hand)
        }
    }

    /// Judges a post with the whole of its text, where a file beside the stream has that.
    private func hear(_ post: PostView, _ line: UnsafeRawBufferPointer, at start: Int, in hand: inout BlockInHand) {
        func hear(_ post: PostView) {
            self.hear(post) {
                SignalMaker.signal(
                    post,
                    heard: batch.heardAt,
                    position: hand.position(of: start),
                    raw: line,
                    keepRaw: hand.block.options.keepsRaw
                )
            }
        }
        guard let texts = hand.block.options.longTexts else { return hear(post) }
        texts.completed(post) { hear($0) }
    }

    private func bury(_ error: PostError, _ line: UnsafeRawBufferPointer, at start: Int, in hand: BlockInHand) {
        let (block, offset) = (hand.block, hand.block.offset + Int64(start))
        let origin = DeadLetter.Origin.feed(name: block.stream, label: block.label, offset: offset)
        bury(DeadLetter(origin: origin, reason: error.description, payload: line))
    }

    /// Counts a message of the stream that is no post.
    private func take(_ notice: Notice, _ tally: StreamTally?) {
        counts.heard += 1
        counts.notices += 1
        guard let total = notice.undelivered else { return }
        let more = tally?.leftOut(total) ?? total
        counts.undelivered = (counts.undelivered ?? 0) + more
    }
}

extension BatchBuilder {
    /// Judges lines that are in memory: all of them at a time, in one batch for each block.
    ///
    /// - Throws: `StreamError`, and what `body` throws.
    package func batches(
        of lines: [UInt8],
        name: String,
        format: PostFormat = .ndjson,
        news: News = .recorded,
        _ body: (Batch) async throws -> Void
    ) async throws {
        let reader = BlockReader(.memory(bytes: lines, name: name), options: LineOptions(format: format))
        try reader.open()
        while var packet = try reader.next() {
            packet.mark = nil
            packet.news = news
            add(packet)
            try await body(take())
        }
    }
}
