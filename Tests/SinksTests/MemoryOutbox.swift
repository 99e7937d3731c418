import Signals

/// An outbox that lasts as long as the test.
actor MemoryOutbox {
    private(set) var entries: [OutboxEntry]
    /// Every move of the cursor among signals, in order.
    private(set) var moves: [Int64] = []
    private(set) var refusals: [(item: OutboxPage.Item, refusal: Refused)] = []
    private let removals: [OutboxRemoval]
    private let written: [RelevanceFigure]
    private(set) var position = OutboxPosition()
    /// The most entries that were ever asked for at once.
    private(set) var largestRead = 0

    struct Refused: Sendable {
        let reason: String
        let payload: [UInt8]
    }

    init(_ entries: [OutboxEntry], removals: [OutboxRemoval] = [], figures: [RelevanceFigure] = []) {
        (self.entries, self.removals, written) = (entries, removals, figures)
    }

    var cursor: Int64 { position[.signals] }
    var removed: Int64 { position[.removals] }
    var figure: Int64 { position[.figures] }
    /// The numbers of refused signals and figures, a refusal each.
    var refused: [Int64] { refusals.compactMap { $0.item.number } }
    var reasons: [String] { refusals.map(\.refusal.reason) }
    var payloads: [String] { refusals.map { String(decoding: $0.refusal.payload, as: UTF8.self) } }

    func page(limit: Int) -> OutboxPage {
        var place = position
        var items: [OutboxPage.Item] = []
        func add(_ content: OutboxPage.Content, _ stream: OutboxStream, _ number: Int64) {
            guard items.count < limit, number > position[stream] else { return }
            place[stream] = number
            items.append(.init(content, position: place))
        }
        for removal in removals { add(.removal(removal), .removals, removal.number) }
        for entry in entries { add(.signal(entry), .signals, entry.number) }
        largestRead = max(largestRead, items.count)
        for figure in written { add(.figure(figure), .figures, figure.number) }
        return OutboxPage(start: position, items: items)
    }

    func advance(_ page: OutboxPage, through count: Int, _ refused: [(item: Int, refusal: Refused)]) {
        position = page.position(after: count)
        moves.append(position[.signals])
        refusals += refused.map { (page.items[$0.item], $0.refusal) }
    }
}

extension OutboxPage.Item {
    /// The number of a signal or figure.
    var number: Int64? {
        switch content {
        case .signal(let entry): entry.number
        case .figure(let figure): figure.number
        case .removal, .decision: nil
        }
    }
}

extension OutboxEntry {
    /// A post of `file` with topics; `author` is where tests hide what a scripted server looks for.
    static func made(
        _ number: Int64,
        author: String? = nil,
        topics: [String] = ["devops"],
        raw: [UInt8]? = nil,
        isVolatile: Bool = false
    ) -> OutboxEntry {
        var judgement = Judgement()
        judgement.relevance = Score(0.5)
        judgement.isVolatile = isVolatile
        let signal = Signal(
            id: SignalID(source: "file", id: "post\(number)"),
            author: author,
            time: Timestamp(seconds: 1_504_012_107 + number),
            text: "",
            raw: raw
        )
        return OutboxEntry(number: number, signal: signal, judgement: judgement, sourceTag: "file", topics: topics)
    }
}

extension OutboxEntry {
    /// The post of the original collector's manual.
    static func told(
        id: SignalID = SignalID(source: "x", id: "902518307445772288"),
        sourceTag: String = "x",
        author: String? = "Champagnie",
        topics: [String] = ["swift", "devops"],
        sentiment: Sentiment? = Sentiment(negative: Score(0.5), positive: Score(0.25)),
        topicSentiments: [Sentiment] = [],
        isVolatile: Bool = false,
        raw: [UInt8]? = nil
    ) -> OutboxEntry {
        var judgement = Judgement()
        (judgement.relevance, judgement.isVolatile) = (Score(0.71), isVolatile)
        (judgement.sentiment, judgement.topicSentiments) = (sentiment, topicSentiments)
        let time = Timestamp(milliseconds: 1_504_012_107_131)
        let signal = Signal(id: id, author: author, time: time, text: "", raw: raw)
        return OutboxEntry(number: 1, signal: signal, judgement: judgement, sourceTag: sourceTag, topics: topics)
    }
}
