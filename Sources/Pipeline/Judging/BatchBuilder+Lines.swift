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

    /// Whether a line is none: a blank one, or the length that X writes before a message where it was asked to.
    private func isSilent(_ line: UnsafeRawBufferPointer, _ format: PostParser.Format) -> Bool {
        guard let first = line.first else { return true }
        guard format == .ndjson, first &- UInt8(ascii: "0") < 10 else { return false }
        return line.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    /// Reads a line, and judges what it says.
    private func read(_ line: UnsafeRawBufferPointer, at start: Int, in hand: inout BlockInHand) {
        do throws(PostError) {
            hear(try parser.parse(line, format: hand.block.format), line, at: start, in: &hand)
        } catch .page(let count) {
            readPage(of: count, line, at: start, in: &hand)
        } catch {
            note(error, of: line, at: start, in: hand)
        }
    }

    /// Judges the posts of a page, each as if it stood alone.
    private func readPage(of count: Int, _ line: UnsafeRawBufferPointer, at start: Int, in hand: inout BlockInHand) {
        for index in 0..<count {
            let element = parser.element(index)
            let place = start + (element.baseAddress.flatMap { address in line.baseAddress.map { address - $0 } } ?? 0)
            do throws(PostError) {
                hear(try parser.parseElement(index), element, at: place, in: &hand)
            } catch {
                note(error, of: element, at: place, in: hand)
            }
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

    /// Counts what is no post: a message of the stream, or a dead letter.
    private func note(_ error: PostError, of line: UnsafeRawBufferPointer, at start: Int, in hand: BlockInHand) {
        guard case .notice(let notice) = error else {
            let (block, offset) = (hand.block, hand.block.offset + Int64(start))
            let origin = DeadLetter.Origin.feed(name: block.stream, label: block.label, offset: offset)
            return bury(DeadLetter(origin: origin, reason: error.description, payload: line))
        }
        counts.heard += 1
        counts.notices += 1
        batch.notices += 1
        if let id = notice.withdrawn { batch.withdrawn.append(SignalID(source: "x", id: id)) }
        guard let total = notice.undelivered else { return }
        let more = hand.tally?.leftOut(total) ?? total
        counts.undelivered = (counts.undelivered ?? 0) + more
        batch.undelivered = (batch.undelivered ?? 0) + more
    }
}

extension BatchBuilder {
    /// Judges lines that are in memory: all of them at a time, in one batch for each block.
    ///
    /// - Throws: `StreamError`, and what `body` throws.
    package func batches(
        of lines: [UInt8],
        name: String,
        format: PostParser.Format = .ndjson,
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
