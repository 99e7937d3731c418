import Relevance
import Signals
import Store

/// What archives have said in the log of decisions, and what is to be appended to it.
struct ArchiveLog {
    private let store: Store
    private let now: Timestamp
    private var appended: [Decision] = []
    /// What the log has of the signals asked for, with what is to be appended.
    private var said: [SignalID: [Decision]] = [:]
    private(set) var result = ArchiveImport.Result()

    init(store: Store, now: Timestamp) {
        self.store = store
        self.now = now
    }

    mutating func isAccepted(_ id: SignalID) async throws -> Bool {
        try await standing(id).contains { $0.verdict == .accept }
    }

    /// Accepts a signal, or accepts it anew by other features.
    ///
    /// `time`: of the post; the log's own order is another.
    mutating func accept(
        _ id: SignalID,
        _ features: DecisionFeatures,
        weight: Score,
        at time: Timestamp?
    ) async throws {
        let known = try await standing(id).last { $0.verdict == .accept }
        guard known?.features != features else { return }
        try await add(
            Decision(
                signal: id,
                verdict: .accept,
                by: Decision.archive,
                at: time ?? now,
                features: features,
                weight: max(weight, known?.weight ?? .zero)
            )
        )
        if known == nil { result.accepts += 1 }
    }

    /// Notes what became of a signal where a figure is known that was not, or is higher than it was.
    mutating func sample(_ id: SignalID, _ engagement: Engagement) async throws {
        let known = try await standing(id).last { $0.verdict == .shared }?.outcome ?? Engagement()
        let outcome = known.raised(to: engagement)
        guard outcome != known else { return }
        try await add(Decision(signal: id, verdict: .shared, by: Decision.archive, at: now, outcome: outcome))
        result.samples += 1
    }

    /// Takes back all that stands of a signal.
    mutating func undo(_ id: SignalID) async throws {
        let standing = try await standing(id)
        result.accepts += standing.count { $0.verdict == .accept }
        result.samples += standing.count { $0.verdict == .shared }
        // One that was accepted anew is taken back with what it had replaced.
        while try await !self.standing(id).isEmpty {
            try await add(Decision(signal: id, verdict: .undo, by: Decision.archive, at: now))
        }
    }

    func append() async throws {
        guard !appended.isEmpty else { return }
        _ = try await store.append(appended)
    }

    private mutating func standing(_ id: SignalID) async throws -> [Decision] {
        DecisionLog(try await log(of: id)).standing
    }

    private mutating func log(of id: SignalID) async throws -> [Decision] {
        if let log = said[id] { return log }
        let log = try await store.decisions(of: id, by: Decision.archive)
        said[id] = log
        return log
    }

    /// One person says one thing of a signal at a time: what is said at a time that is taken is said right after it.
    private mutating func add(_ decision: Decision) async throws {
        let taken = Set(try await log(of: decision.signal).map(\.at))
        var decision = decision
        while taken.contains(decision.at) { decision.at = Timestamp(milliseconds: decision.at.milliseconds + 1) }
        said[decision.signal, default: []].append(decision)
        appended.append(decision)
    }
}

extension Engagement {
    /// Each figure as high as it is in either; what is known in one is known.
    func raised(to other: Engagement) -> Engagement {
        func higher(_ left: Int64?, _ right: Int64?) -> Int64? {
            [left, right].compactMap { $0.map { max(0, $0) } }.max()
        }
        return Engagement(
            likes: higher(likes, other.likes),
            reposts: higher(reposts, other.reposts),
            replies: higher(replies, other.replies)
        )
    }
}
