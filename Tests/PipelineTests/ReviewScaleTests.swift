import Foundation
import Language
import Pipeline
import Signals
import TestSupport
import Testing

/// A decision counts at once also where very much waits.
struct ReviewScaleTests {
    private static let waiting = 100_000

    /// Posts of as many words as real ones have, of which few are frequent.
    private static func posts() -> [String] {
        var random = SplitMix(state: 3)
        return (1...waiting).map { id -> String in
            let words = (0..<14).map { _ -> String in
                let rank = pow(20_000, Double.random(in: 0..<1, using: &random))
                return "w\(Int(rank))"
            }
            return ReviewFixture.post(id, "swift " + words.joined(separator: " "), author: "author\(id % 5_000)")
        }
    }

    /// After ten thousand decisions the fold of them all takes as long again.
    @Test(arguments: [(1_000, Duration.milliseconds(50)), (10_000, .milliseconds(150))])
    func `A decision changes a queue of 100,000 at once`(decided: Int, mark: Duration) async throws {
        let fixture = try await ReviewFixture(Self.posts())
        let clock = ContinuousClock()
        let lines = (1...decided).map {
            DecisionLine(id: "forum:\($0)", decision: $0 % 3 == 0 ? .accept : .reject, by: "bob")
        }
        _ = try await DecisionRecorder(store: fixture.store).decide(lines, now: fixture.now)
        let started = clock.now
        var page = try await fixture.page { $0.limit = 4 }
        let opening = started.duration(to: clock.now)
        #expect(page.waiting > Self.waiting - decided - 1_000)
        var times: [Duration] = []
        for _ in 0..<15 {
            let before = page.progress.rejects
            let start = clock.now
            try await fixture.decide(.reject, page.ids[0])
            page = try await fixture.page { $0.limit = 4 }
            times.append(start.duration(to: clock.now))
            #expect(page.progress.rejects == before + 1)
        }
        times.sort()
        print(
            "queue of \(page.waiting) after \(decided) decisions: opened in \(opening), decided in \(times[0]) to \(times[14]), median \(times[7])"
        )
        #expect(times[0] < mark)
    }
}
