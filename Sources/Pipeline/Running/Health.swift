package import Signals
import Synchronization

/// The known faults that stand in the way of hearing, keeping and telling.
package final class Health: Sendable {
    /// A part that can be at fault.
    package enum Part: Hashable, Sendable {
        case store
        case feed(String)
        case sink(String)
        case projection(String)
        case configuration

        package var name: String {
            switch self {
            case .store: "store"
            case .feed(let name): "feed \(name)"
            case .sink(let name): "sink \(name)"
            case .projection(let name): "projection \(name)"
            case .configuration: "configuration"
            }
        }
    }

    /// A fault of a part.
    package struct Fault: Hashable, Sendable {
        package let part: Part
        package let cause: Cause
    }

    private struct State {
        var causes: [Part: Cause] = [:]
        /// Names of all feeds.
        var feeds: Set<String> = []
        var isStarted = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Notes a fault; returns whether it is another than the one known.
    @discardableResult
    package func report(_ part: Part, _ cause: Cause) -> Bool {
        state.withLock { $0.causes.updateValue(cause, forKey: part) != cause }
    }

    /// Notes that a part is well; returns whether it was not.
    @discardableResult
    package func clear(_ part: Part) -> Bool {
        state.withLock { $0.causes.removeValue(forKey: part) != nil }
    }

    /// Notes that hearing begins.
    package func start() { state.withLock { $0.isStarted = true } }

    /// Takes up the names of all feeds; faults of others are forgotten.
    package func setFeeds(_ feeds: Set<String>) {
        state.withLock { state in
            state.feeds = feeds
            state.causes = state.causes.filter { cause in
                guard case .feed(let name) = cause.key else { return true }
                return feeds.contains(name)
            }
        }
    }

    /// True if something is heard, and what is heard is kept.
    ///
    /// A sink that is down takes nothing away from that: it catches up. Nor does a feed, while there is another. A feed that
    /// waits for something that is not there yet has not failed.
    package var isReady: Bool {
        state.withLock { state in
            guard state.isStarted, state.causes[.store] == nil else { return false }
            return state.feeds.isEmpty
                || state.feeds.contains { state.causes[.feed($0)].map { $0.code == .missing } ?? true }
        }
    }

    /// True if anything is at fault: some of what should be heard, kept or told is not.
    package var isDegraded: Bool { state.withLock { !$0.causes.isEmpty } }

    /// The reason why the store cannot be written; nil while it can.
    package var storeFault: Cause? { state.withLock { $0.causes[.store] } }

    /// By the names of the parts.
    package var faults: [Fault] {
        state.withLock { $0.causes.map(Fault.init) }.sorted { $0.part.name < $1.part.name }
    }
}
