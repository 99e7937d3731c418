import Synchronization

/// What stands in the way of hearing, keeping and telling, as far as it is known.
package final class Health: Sendable {
    /// What can be at fault.
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

    private struct State {
        var faults: [Part: String] = [:]
        var isStarted = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Notes a fault; whether it is another than the one known.
    @discardableResult
    package func report(_ part: Part, _ reason: String) -> Bool {
        state.withLock { $0.faults.updateValue(reason, forKey: part) != reason }
    }

    /// Whether there was one.
    @discardableResult
    package func clear(_ part: Part) -> Bool {
        state.withLock { $0.faults.removeValue(forKey: part) != nil }
    }

    package func start() { state.withLock { $0.isStarted = true } }

    /// Whether what is heard is kept.
    ///
    /// A sink that is down takes nothing away from that: it catches up.
    package var isReady: Bool { state.withLock { $0.isStarted && $0.faults[.store] == nil } }

    /// By part, in words.
    package var faults: [(part: Part, reason: String)] {
        state.withLock { $0.faults.map { ($0, $1) } }.sorted { $0.part.name < $1.part.name }
    }
}
