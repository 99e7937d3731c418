import Signals

/// An outbox that lasts as long as the test.
actor MemoryOutbox: Outbox {
    private(set) var entries: [OutboxEntry]
    /// Every move of the cursor, in order.
    private(set) var moves: [Int64] = []
    private(set) var deadLetters: [DeadLetter] = []
    private(set) var waiting: [String?] = []
    private(set) var names: Set<String> = []
    private let forgotten: [PointDeletion]
    private let written: [RelevanceFigure]
    /// The last deletion that was dealt with.
    private(set) var deleted: Int64 = 0
    /// The most entries that were ever asked for at once.
    private(set) var largestRead = 0

    /// The last figure that was dealt with.
    private(set) var figure: Int64 = 0

    init(_ entries: [OutboxEntry], forgotten: [PointDeletion] = [], figures: [RelevanceFigure] = []) {
        self.entries = entries
        written = figures
        self.forgotten = forgotten
    }

    var cursor: Int64 { moves.last ?? 0 }

    func position(of sink: String) -> OutboxPosition {
        names.insert(sink)
        return OutboxPosition(signal: cursor, deletion: deleted, figure: figure)
    }

    func deletions(after position: OutboxPosition, limit: Int) -> [PointDeletion] {
        Array(forgotten.filter { $0.position.deletion > position.deletion }.prefix(limit))
    }

    func figures(after position: OutboxPosition, limit: Int) -> [RelevanceFigure] {
        Array(written.filter { $0.number > position.figure }.prefix(limit))
    }

    func entries(after position: OutboxPosition, limit: Int) -> [OutboxEntry] {
        let read = entries.filter { $0.sequence > position.signal }.prefix(limit)
        largestRead = max(largestRead, read.count)
        return Array(read)
    }

    func advance(_ sink: String, to position: OutboxPosition, deadLetters: [DeadLetter]) {
        names.insert(sink)
        deleted = position.deletion
        figure = position.figure
        moves.append(position.signal)
        self.deadLetters += deadLetters
    }

    func setWaiting(_ sink: String, reason: String?) {
        names.insert(sink)
        waiting.append(reason)
    }
}

extension OutboxEntry {
    /// A post of `file` with topics; `author` is where tests hide what a scripted server looks for.
    static func made(
        _ sequence: Int64,
        author: String? = nil,
        topics: [String] = ["devops"],
        raw: [UInt8]? = nil,
        isVolatile: Bool = false
    ) -> OutboxEntry {
        OutboxEntry(
            position: OutboxPosition(signal: sequence),
            sequence: sequence,
            id: SignalID(source: "file", id: "post\(sequence)"),
            sourceTag: "file",
            author: author,
            time: Timestamp(seconds: 1_504_012_107 + sequence),
            topics: topics,
            relevance: Score(0.5),
            sentiment: nil,
            isVolatile: isVolatile,
            raw: raw
        )
    }
}
