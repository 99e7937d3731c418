import Feeds

/// Runs a task for each child of a list, which may change meanwhile.
///
/// A child that is listed again as it was is not interrupted. One that is gone, or was made of other settings, is told to
/// leave, and its successor starts when it has left. One that ended by itself is not run again.
final class Supervisor<Child: Supervised>: Sendable {
    private enum Event: Sendable {
        /// The list may be another, or all are to leave.
        case changed
        case ended(identity: String)
    }

    private struct Running {
        let child: Child
        /// Opens when the child is to end.
        let leaving = Latch()
    }

    private let listed: Watched<[Child]>
    /// True if it goes on when no child is left, for others may come.
    private let restsWhenIdle: Bool

    init(_ children: [Child], restsWhenIdle: Bool) {
        listed = Watched(children)
        self.restsWhenIdle = restsWhenIdle
    }

    /// The children as they are listed, those included that have ended.
    var children: [Child] { listed.value }

    func list(_ children: [Child]) { listed.set(children) }

    /// Runs until `over` opens and all children have left, or, unless it rests then, until the last has ended.
    ///
    /// `body`: runs a child to its end, which comes soon when the latch opens.
    /// - Throws: what the body of any child throws.
    func run(
        until over: Latch,
        _ body: @escaping @Sendable (Child, _ leaving: Latch) async throws -> Void
    ) async throws {
        var roster = Roster()
        let changes = listed.changes()
        try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { await Self.change(in: changes) }
            group.addTask {
                await over.wait()
                return .changed
            }
            // All are started, also where `over` is open already: they may have something to finish.
            var wanted = listed.value
            while true {
                for one in roster.adopt(wanted) {
                    group.addTask {
                        try await body(one.child, one.leaving)
                        return .ended(identity: one.child.identity)
                    }
                }
                if roster.isIdle, over.isOpen || !restsWhenIdle { return group.cancelAll() }
                switch try await group.next() {
                case .changed where Task.isCancelled || over.isOpen: break
                case .changed: group.addTask { await Self.change(in: changes) }
                case .ended(let identity): roster.note(endOf: identity)
                case nil: return
                }
                wanted = over.isOpen ? [] : listed.value
            }
        }
    }

    private static func change(in changes: AsyncStream<[Child]>) async -> Event {
        for await _ in changes { break }
        return .changed
    }

    /// The children that run, and those that have ended by themselves.
    private struct Roster {
        private var running: [String: Running] = [:]
        private var ended: [String: Child] = [:]

        var isIdle: Bool { running.isEmpty }

        mutating func note(endOf identity: String) {
            guard let one = running.removeValue(forKey: identity) else { return }
            ended[identity] = one.leaving.isOpen ? nil : one.child
        }

        /// Tells those to leave that are not listed as they are; returns those to start.
        mutating func adopt(_ children: [Child]) -> [Running] {
            for one in running.values where !children.contains(where: one.child.isSame) { one.leaving.open() }
            ended = ended.filter { one in children.contains(where: one.value.isSame) }
            var started: [Running] = []
            for child in children where running[child.identity] == nil && ended[child.identity] == nil {
                let one = Running(child: child)
                running[child.identity] = one
                started.append(one)
            }
            return started
        }
    }
}
