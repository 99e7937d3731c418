import Relevance
import Signals
import Store

/// The people at the desk, by the names that they give.
///
/// Bounded, because anybody who reaches the desk can give another name each time: the ones that were longest idle leave.
struct Sittings {
    private static let limit = 64

    private var sittings: [String: Sitting] = [:]
    /// Names from the one that was idle longest to the latest.
    private var order: [String] = []

    /// Lets a person sit down; one who sits already stays.
    mutating func begin(by person: String, _ learned: LearnedRelevance) {
        if sittings[person] == nil { sittings[person] = Sitting(learned) }
        order.removeAll { $0 == person }
        order.append(person)
        guard order.count > Self.limit else { return }
        sittings[order.removeFirst()] = nil
    }

    /// Ends a person's sitting and returns it; nil if there was none.
    mutating func end(of person: String) -> Sitting? {
        order.removeAll { $0 == person }
        return sittings.removeValue(forKey: person)
    }

    mutating func decide(_ signal: KeptSignal, by person: String) { sittings[person]?.decide(signal) }

    mutating func take(back ids: Set<SignalID>, by person: String) { sittings[person]?.take(back: ids) }
}
