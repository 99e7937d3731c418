package import Signals

/// What stands of a log of decisions.
///
/// - Of what one person said of one signal, the latest accept, reject or unsure counts, in the place of the log where it
///   was said. Two people who disagree both count.
/// - An undo takes back the latest decision of the same person about the same signal that was not taken back yet; what
///   is left is as if neither had been said.
/// - A mute and a track hold beside that, and are taken back the same way.
package struct DecisionLog: Sendable {
    /// The decisions that stand, in the order of the log; no undo is among them.
    package let standing: [Decision]
    /// Their places in the log, from zero; those that are left out do not count.
    package let places: [Int]

    /// `deciders`: people whose decisions are left out.
    package init(_ log: some Sequence<Decision>, excluding deciders: Set<String> = []) {
        let log = log.filter { !deciders.contains($0.by) }
        var stands = Array(repeating: false, count: log.count)
        // Only looked into, never gone through: a dictionary has no order.
        var said: [Key: [Int]] = [:]
        for (index, decision) in log.enumerated() {
            let key = Key(signal: decision.signal, by: decision.by)
            if decision.verdict == .undo {
                if let last = said[key]?.popLast() { stands[last] = false }
                // What it had replaced holds again.
                if let previous = said[key]?.last(where: { log[$0].isOpinion }) { stands[previous] = true }
                continue
            }
            if decision.isOpinion, let last = said[key]?.last(where: { log[$0].isOpinion }) { stands[last] = false }
            said[key, default: []].append(index)
            stands[index] = true
        }
        places = log.indices.filter { stands[$0] }
        standing = places.map { log[$0] }
    }

    private struct Key: Hashable {
        let signal: SignalID
        let by: String
    }

    /// What is learned from, in the order of the log.
    package var examples: [Example] { standing.compactMap(Example.init) }

    package var mutes: Mutes { Mutes(standing.filter { $0.verdict == .mute }.compactMap(\.subject)) }
}

extension Decision {
    /// Whether it replaces what the same person said of the signal before.
    package var isOpinion: Bool { verdict == .accept || verdict == .reject || verdict == .unsure }
}
