import Signals

/// What a webhook sends: signals and removals as JSON, one alone or a page of them.
///
/// A signal has the keys of the neutral post format and those of `earshot judge` flat beside them.
struct WebhookBody: ~Copyable {
    /// What a page tells, JSON objects separated by commas.
    private var elements = JSONWriter()
    private(set) var count = 0
    /// The notes by which removals find the ids of what was told.
    private(set) var memory: [ReaderMemory.Change] = []

    /// Those of the items that are told; what is volatile and dropped, and what was never told, is not.
    init(_ items: some Sequence<OutboxPage.Item>, _ known: ReaderMemory, volatile: VolatilePolicy) {
        for item in items {
            switch item.content {
            case .signal(let entry): if let entry = volatile.apply(to: entry) { append(entry, known) }
            case .removal(let removal): append(removal, known)
            case .figure, .decision: break
            }
        }
    }

    /// One object, or `{"signals":[…]}`.
    func bytes(asPage: Bool) -> [UInt8] {
        asPage ? Array("{\"signals\":[".utf8) + elements.bytes + Array("]}".utf8) : elements.bytes
    }

    // MARK: Elements

    private mutating func append(_ entry: OutboxEntry, _ known: ReaderMemory) {
        begin(entry.cause.word)
        var signal = entry.signal
        signal.raw = nil
        elements.raw(",")
        elements.appendMembers(of: signal)
        elements.raw(",")
        elements.appendMembers(of: entry.judgement)
        elements.raw(",\"topics\":[")
        for (index, topic) in entry.topics.enumerated() {
            if index > 0 { elements.raw(",") }
            elements.append(topic)
        }
        elements.raw("],\"duplicate_of\":")
        elements.append(entry.duplicateOf?.qualified)
        elements.raw(",\"feed\":")
        elements.append(entry.feed)
        elements.raw(",\"heard\":\"")
        elements.append(entry.heard)
        elements.raw("\"}")
        note(entry, known)
    }

    private mutating func append(_ removal: OutboxRemoval, _ known: ReaderMemory) {
        guard let number = removal.signal, let id = known[Self.key(number)] else { return }
        begin("removed")
        let signal = SignalID(qualified: String(decoding: id, as: UTF8.self))
        elements.raw(",\"id\":")
        elements.append(signal.written)
        elements.raw(",\"source\":")
        elements.append(signal.source)
        elements.raw("}")
    }

    private mutating func begin(_ cause: String) {
        if count > 0 { elements.raw(",") }
        count += 1
        elements.raw("{\"cause\":")
        elements.append(cause)
    }

    /// Notes the id: once a signal is forgotten, nothing else knows it.
    private mutating func note(_ entry: OutboxEntry, _ known: ReaderMemory) {
        let (key, id) = (Self.key(entry.number), Array(entry.signal.id.qualified.utf8))
        guard known[key] != id, id.count <= ReaderMemory.limit else { return }
        memory.append(.set(key: key, value: id, signal: entry.number))
    }

    private static func key(_ number: Int64) -> [UInt8] { Array("\(number)".utf8) }
}

extension OutboxEntry.Cause {
    /// The word for it in a body.
    fileprivate var word: String {
        switch self {
        case .new: "new"
        case .changed: "changed"
        case .sentAgain: "sent_again"
        }
    }
}
