import Foundation
import Pipeline
import TestSupport
import Testing

/// The time until a line that was appended to a followed file is in the store.
@Suite(.timeLimit(.minutes(1)))
struct FollowLatencyTests {
    @Test func `At five thousand lines a second a line is kept at once`() async throws {
        let bench = try await FeedBench()
        try bench.write([0])
        let live = LiveHearing(bench)
        var delays: [Duration] = []
        try await live.run {
            try await live.heard(1)
            let clock = ContinuousClock()
            let start = clock.now
            for round in 0..<100 {
                try await clock.sleep(until: start.advanced(by: .milliseconds(20 * round)))
                try bench.write(round * 100 + 1...round * 100 + 100)
                guard round.isMultiple(of: 10) else { continue }
                let written = clock.now
                while live.hearing.counts.heard < round * 100 + 101 { try await clock.sleep(for: .milliseconds(1)) }
                delays.append(written.duration(to: clock.now))
            }
            try await live.heard(10_001)
        }
        #expect(try await bench.ids().count == 10_001)
        // A busy machine holds up some of them. A line that waits for a timer holds up all.
        let shortest = try #require(delays.min())
        #expect(shortest < .milliseconds(500), "\(delays)")
    }
}
