import Foundation
package import Signals

/// A decision as a line of JSON: what `decide --file` reads and `export decisions` writes.
package struct DecisionLine: Codable, Hashable, Sendable {
    package var id: String
    package var decision: String
    package var by: String
    /// ISO 8601; nil for when it is read.
    package var at: String?
    /// What is muted or tracked: one of these.
    package var author: String?
    package var phrase: String?
    /// What it was made on, in base 64: in an export, so that what was learned can be moved.
    package var features: String?
    /// How much it teaches, where it is not as much as any.
    package var weight: Double?
    /// What became of the signal, of a `shared` only; what is not said is unknown.
    package var likes: Int64?
    package var reposts: Int64?
    package var replies: Int64?

    /// Why a line is no decision.
    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    package init(id: String, decision: Decision.Verdict, by: String) {
        self.id = id
        self.decision = decision.name
        self.by = by
    }

    package init(_ decision: Decision) {
        self.init(id: decision.signal.qualified, decision: decision.verdict, by: decision.by)
        at = decision.at.description
        switch decision.subject {
        case .author(let name): author = name
        case .phrase(let text): phrase = text
        case nil: break
        }
        features = decision.features.map { Data($0.encoded).base64EncodedString() }
        weight = decision.weight == .one ? nil : decision.weight.value
        (likes, reposts, replies) = (decision.outcome?.likes, decision.outcome?.reposts, decision.outcome?.replies)
    }

    /// Reads a line, and looks at every value in it.
    ///
    /// - Throws: `Fault`.
    package init(line: some Sequence<UInt8>) throws(Fault) {
        do {
            self = try JSONDecoder().decode(DecisionLine.self, from: Data(line))
        } catch DecodingError.keyNotFound(let key, _) {
            throw Fault(description: "there is no \"\(key.stringValue)\". \(Self.advice)")
        } catch DecodingError.typeMismatch(_, let context) {
            throw Fault(
                description: "\"\(context.codingPath.last?.stringValue ?? "it")\" has the wrong type. \(Self.advice)"
            )
        } catch {
            throw Fault(description: "it is no JSON object. \(Self.advice)")
        }
        let verdict = try readVerdict()
        _ = try readTime()
        _ = try readFeatures()
        guard !id.isEmpty, !by.isEmpty else {
            throw Fault(description: "\"id\" and \"by\" may not be empty. \(Self.advice)")
        }
        try checkFigures(verdict)
        guard verdict == .track else { return }
        guard let phrase else { throw Fault(description: "a track says what: \"phrase\":\"swift evolution\"") }
        if let fault = TrackedPhrases.fault(of: phrase) { throw Fault(description: fault) }
    }

    private static let advice =
        #"A decision is {"id":"x:1","decision":"accept","by":"ada","at":"2026-01-31T08:00:00Z"}."#

    private func checkFigures(_ verdict: Decision.Verdict) throws(Fault) {
        for (key, figure) in [("likes", likes), ("reposts", reposts), ("replies", replies)] {
            guard let figure else { continue }
            guard verdict == .shared else {
                throw Fault(description: "\"\(key)\" say what became of a signal that was \"shared\". Leave them out.")
            }
            guard figure >= 0 else {
                throw Fault(description: "\"\(key)\" is \(figure). Write a count, or null where it is not known.")
            }
        }
    }

    /// What a sample found; nil where it is none.
    func outcome(of verdict: Decision.Verdict) -> Engagement? {
        verdict == .shared ? Engagement(likes: likes, reposts: reposts, replies: replies) : nil
    }

    var subject: Decision.Subject? { phrase.map { .phrase($0) } ?? author.map { .author($0) } }

    var readWeight: Score { weight.map { Score(min(max($0, 0), 2)) } ?? .one }

    func readVerdict() throws(Fault) -> Decision.Verdict {
        guard let verdict = Decision.Verdict(name: decision) else {
            let names = Decision.Verdict.allCases.map(\.name).joined(separator: ", ")
            throw Fault(description: "\(decision.prefix(40).debugDescription) is no decision. There are: \(names).")
        }
        return verdict
    }

    func readTime() throws(Fault) -> Timestamp? {
        guard let at else { return nil }
        guard let time = Timestamp(iso8601: at) else {
            throw Fault(description: "\"at\" is no time. Write it as 2026-01-31T08:00:00Z.")
        }
        return time
    }

    func readFeatures() throws(Fault) -> DecisionFeatures? {
        guard let features else { return nil }
        guard let data = Data(base64Encoded: features), let read = DecisionFeatures(encoded: [UInt8](data)) else {
            throw Fault(description: "\"features\" are not as earshot export decisions writes them. Leave them out.")
        }
        return read
    }
}
