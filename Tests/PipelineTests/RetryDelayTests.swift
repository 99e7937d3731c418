import Pipeline
import Testing

struct RetryDelayTests {
    private func delays(_ delay: inout RetryDelay, count: Int, jitter: Double) -> [Duration] {
        (0..<count).map { _ in delay.failed(atLeast: nil, jitter: jitter) }
    }

    @Test func `Waits double from half a second to a minute`() {
        var delay = RetryDelay()
        #expect(delays(&delay, count: 9, jitter: 1) == [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(delays(&delay, count: 2000, jitter: 1).allSatisfy { $0 == .seconds(60) })
    }

    @Test(arguments: [0, 0.25, 1])
    func `Jitter is full: anywhere between nothing and the bound`(jitter: Double) {
        var delay = RetryDelay()
        #expect(delays(&delay, count: 4, jitter: jitter) == [0.5, 1, 2, 4].map { .seconds($0 * jitter) })
    }

    @Test func `A success starts the waits again from the shortest`() {
        var delay = RetryDelay()
        _ = delays(&delay, count: 6, jitter: 1)
        delay.succeeded()
        #expect(delays(&delay, count: 2, jitter: 1) == [.seconds(0.5), .seconds(1)])
    }

    @Test func `A stated wait is kept to, with jitter on top, up to an hour`() {
        var delay = RetryDelay()
        #expect(delay.failed(atLeast: .seconds(7), jitter: 0.5) == .seconds(7.5))
        #expect(delay.failed(atLeast: .seconds(-5), jitter: 0.5) == .seconds(0.5))
        #expect(delay.failed(atLeast: .seconds(1_000_000), jitter: 0.5) == .seconds(3600.5))
    }

    @Test func `What a person has to change is looked at every half to whole minute`() {
        #expect([0, 1].map { RetryDelay.held(jitter: $0) } == [.seconds(30), .seconds(60)])
    }
}
