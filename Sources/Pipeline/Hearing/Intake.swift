import Feeds
import Language
import Store
import Synchronization

/// The bounded queue from all feeds to the one stage that judges, and the requests made of that.
///
/// First come, first served: a feed that always has something has its turn like the others.
package final class Intake: Sendable {
    struct Entry: Sendable {
        let packet: Packet
        let claim: Claim

        var account: FeedAccount { claim.account }
        var ticket: Ticket { claim.ticket }
    }

    /// Those who wait for what becomes of a packet, without its bytes.
    struct Claim: Sendable {
        let account: FeedAccount
        let ticket: Ticket

        /// Tells everybody that it was not kept.
        func lose() {
            account.lose()
            ticket.settle(.lost)
        }
    }

    /// A thing that is done between two batches.
    enum Request: Sendable {
        case adopt(JudgingRules, CheckedContinuation<Adoption, any Error>)
        case retry(CheckedContinuation<DeadLetterRetry.Result, any Error>)

        func fail(_ error: any Error) {
            switch self {
            case .adopt(_, let continuation): continuation.resume(throwing: error)
            case .retry(let continuation): continuation.resume(throwing: error)
            }
        }
    }

    enum Event: Sendable {
        case kept(Result<Void, any Error>)
        case request(Request)
        case entry(Entry)
        /// It was waked to look at the time.
        case woken
        /// Nothing will come any more.
        case over
    }

    /// The events that the stage can take just now.
    enum Appetite: Int, Comparable {
        case commits, requests, everything

        static func < (one: Appetite, other: Appetite) -> Bool { one.rawValue < other.rawValue }
    }

    private struct Sender {
        let number: Int
        let entry: Entry
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var entries: [Entry] = []
        var senders: [Sender] = []
        var requests: [Request] = []
        var kept: Result<Void, any Error>?
        var isWoken = false
        /// True if somebody waits for what was judged.
        var isHurried = false
        /// Nothing more is taken.
        var isClosed = false
        var next = 0
        var consumer: CheckedContinuation<Void, Never>?
    }

    /// Packets that wait to be judged: enough that neither reading nor judging waits for the other.
    private static let room = 4

    private let state = Mutex(State())

    package init() {}

    // MARK: Feeds

    /// Waits while there is no room.
    ///
    /// - Throws: `CancellationError` if the task is cancelled meanwhile, or nothing is taken any more.
    func send(_ entry: Entry) async throws(CancellationError) {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let isTaken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isTaken: Bool? = state.withLock { state in
                    if state.isClosed { return false }
                    if state.senders.isEmpty, state.entries.count < Self.room {
                        state.entries.append(entry)
                        return true
                    }
                    if Task.isCancelled { return false }
                    state.senders.append(Sender(number: number, entry: entry, continuation: continuation))
                    return nil
                }
                if let isTaken { continuation.resume(returning: isTaken) }
                if isTaken == true { wakeConsumer() }
            }
        } onCancel: {
            let sender: Sender? = state.withLock { state in
                let index = state.senders.firstIndex { $0.number == number }
                return index.map { state.senders.remove(at: $0) }
            }
            sender?.continuation.resume(returning: false)
        }
        guard isTaken else { throw CancellationError() }
    }

    var hasRoom: Bool { state.withLock { !$0.isClosed && $0.senders.isEmpty && $0.entries.count < Self.room } }

    /// False if there is no room.
    func offer(_ entry: Entry) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed, state.senders.isEmpty, state.entries.count < Self.room else { return false }
            state.entries.append(entry)
            return true
        }
        if isTaken { wakeConsumer() }
        return isTaken
    }

    /// Takes no more packets and requests; what was taken is judged.
    package func close() {
        let (senders, requests) = state.withLock { state in
            state.isClosed = true
            defer { (state.senders, state.requests) = ([], []) }
            return (state.senders, state.requests)
        }
        for sender in senders { sender.continuation.resume(returning: false) }
        for request in requests { request.fail(HearingService.Ending()) }
        wakeConsumer()
    }

    /// Ends everything; what waits is lost, and told so.
    func end(_ error: any Error) {
        let (entries, requests) = state.withLock { state in
            state.isClosed = true
            defer { (state.entries, state.requests) = ([], []) }
            return (state.entries, state.requests)
        }
        for entry in entries { entry.claim.lose() }
        for request in requests { request.fail(error) }
        close()
    }

    // MARK: The stage

    /// False if no request is taken any more.
    func ask(_ request: Request) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed else { return false }
            state.requests.append(request)
            return true
        }
        if isTaken { wakeConsumer() }
        return isTaken
    }

    func kept(_ result: Result<Void, any Error>) {
        state.withLock { $0.kept = result }
        wakeConsumer()
    }

    /// Has the stage look at the time.
    func wake() {
        state.withLock { $0.isWoken = true }
        wakeConsumer()
    }

    /// Has the stage keep what it holds as soon as nothing more has come.
    func hurry() {
        state.withLock { ($0.isWoken, $0.isHurried) = (true, true) }
        wakeConsumer()
    }

    /// Returns whether somebody has hurried since this was asked last.
    func takeHurry() -> Bool {
        state.withLock { state in
            defer { state.isHurried = false }
            return state.isHurried
        }
    }

    var hasEntries: Bool { state.withLock { !$0.entries.isEmpty } }

    /// Returns the next event; waits for it.
    func next(_ appetite: Appetite) async -> Event {
        while true {
            let (event, senders) = state.withLock { Self.take(appetite, &$0) }
            for sender in senders { sender.continuation.resume(returning: true) }
            if let event { return event }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isThere = state.withLock { state in
                        if Self.has(appetite, state) || Task.isCancelled { return true }
                        state.consumer = continuation
                        return false
                    }
                    if isThere { continuation.resume() }
                }
            } onCancel: {
                wakeConsumer()
            }
            if Task.isCancelled, !state.withLock({ Self.has(.commits, $0) }) { return .over }
        }
    }

    private static func has(_ appetite: Appetite, _ state: State) -> Bool {
        if state.kept != nil || state.isWoken { return true }
        if appetite >= .requests, !state.requests.isEmpty { return true }
        return appetite == .everything && (!state.entries.isEmpty || state.isClosed)
    }

    private static func take(
        _ appetite: Appetite,
        _ state: inout State
    ) -> (Event?, [Sender]) {
        if let kept = state.kept {
            state.kept = nil
            return (.kept(kept), [])
        }
        if appetite >= .requests, !state.requests.isEmpty { return (.request(state.requests.removeFirst()), []) }
        if state.isWoken {
            state.isWoken = false
            return (.woken, [])
        }
        guard appetite == .everything else { return (nil, []) }
        guard !state.entries.isEmpty else { return (state.isClosed ? .over : nil, []) }
        let entry = state.entries.removeFirst()
        // Whoever waits is waked for several packets at a time, and not for each.
        guard state.entries.count <= room / 2 else { return (.entry(entry), []) }
        let senders = Array(state.senders.prefix(room - state.entries.count))
        state.senders.removeFirst(senders.count)
        state.entries += senders.map(\.entry)
        return (.entry(entry), senders)
    }

    private func wakeConsumer() {
        let consumer = state.withLock { state in
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }
}
