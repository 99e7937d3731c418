import Signals
import Sinks
import Synchronization

/// A sink that does as a test says, and remembers what it was given.
final class ScriptedSink: Sink {
    let reader: OutboxReader
    let pageLimit: Int
    let gathers = Duration.zero
    private let script: @Sendable (OutboxPage, ReaderMemory) async -> Delivery
    private let seen = Mutex<[OutboxPage]>([])

    /// `script`: answers each delivery; by default everything is dealt with.
    init(
        _ identity: String = "scripted",
        reads: [OutboxStream] = [.removals, .signals],
        start: OutboxReader.Start = .beginning,
        pageLimit: Int = 100,
        script: @escaping @Sendable (OutboxPage, ReaderMemory) async -> Delivery = { page, _ in
            .dealt(through: page.items.count)
        }
    ) {
        reader = OutboxReader(identity: identity, kind: "test", reads: reads, start: start, removal: .byMemory)
        (self.pageLimit, self.script) = (pageLimit, script)
    }

    /// The pages that were offered, in order.
    var pages: [OutboxPage] { seen.withLock { $0 } }
    /// The ids of each page's signals.
    var ids: [[String]] {
        pages.map { page in
            page.items.compactMap { if case .signal(let entry) = $0.content { entry.signal.id.native } else { nil } }
        }
    }

    func deliver(_ page: OutboxPage, _ memory: ReaderMemory) async -> Delivery {
        seen.withLock { $0.append(page) }
        return await script(page, memory)
    }
}
