import Signals

/// Holds lines back until their time has come, measured from the first.
struct Pace {
    private let speed: Double
    /// Milliseconds of event time that one packet may span.
    private let span: Int64
    private let parser = PostParser()
    private var start: (uptime: Duration, event: Timestamp)?

    init(speed: Double) {
        self.speed = speed
        span = Int64(min(max(1, 100 * speed), 1e15))
    }

    /// The starts of lines at which a block is cut because the posts before them span too much time.
    func cuts(in block: LineReader.Block, _ format: PostFormat) -> [Int] {
        var walk = LineWalk(block)
        var cuts: [Int] = []
        var first: Timestamp?
        while let line = walk.line() {
            guard let time = time(of: line.bytes, format) else { continue }
            if let start = first, time.milliseconds - start.milliseconds >= span {
                cuts.append(line.start)
                first = time
            } else {
                first = first ?? time
            }
        }
        return cuts
    }

    /// The event time of the first post of a line that states one.
    private func time(of line: UnsafeRawBufferPointer, _ format: PostFormat) -> Timestamp? {
        switch parser.read(line, format: format) {
        case .post(let post): return post.time
        case .page(let count):
            guard count > 0, case .post(let post) = parser.readElement(0) else { return nil }
            return post.time
        case .change, .notice, .dead: return nil
        }
    }

    /// Returns the time that the first post of a packet has still to wait; nil if it is due.
    mutating func due(_ packet: Packet, at uptime: Duration) -> Duration? {
        guard case .lines(let block) = packet.content, let event = event(of: block) else { return nil }
        guard let start else {
            self.start = (uptime, event)
            return nil
        }
        // A century at most: no clock counts further at the lowest speeds.
        let elapsed = min(max(0, Double(event.milliseconds - start.event.milliseconds) / speed), 3e12)
        let due = start.uptime + .milliseconds(elapsed)
        return due > uptime ? due - uptime : nil
    }

    private func event(of block: LineBlock) -> Timestamp? {
        block.withLines { walk in
            while let line = walk.line() {
                if let time = time(of: line.bytes, block.format) { return time }
            }
            return nil
        }
    }
}
