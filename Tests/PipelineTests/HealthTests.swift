import Pipeline
import Signals
import Testing

struct HealthTests {
    private let health = Health()

    private func start(_ feeds: Set<String>) {
        health.setFeeds(feeds)
        health.start()
    }

    @Test func `It is ready once hearing has begun, and not while the store cannot be written`() {
        #expect(!health.isReady)
        start(["a"])
        #expect(health.isReady && !health.isDegraded)
        #expect(health.report(.store, Cause(.diskFull, "the disk is full")))
        #expect(!health.report(.store, Cause(.diskFull, "the disk is full")), "the same is no news")
        #expect(!health.isReady && health.isDegraded)
        #expect(health.clear(.store))
        #expect(health.isReady && !health.isDegraded)
    }

    @Test func `A feed that is down leaves it ready while another is heard`() {
        start(["a", "b"])
        health.report(.feed("a"), Cause(.noAnswer, "nobody answers"))
        #expect(health.isReady && health.isDegraded)
        health.report(.feed("b"), Cause(.credentials, "the token is refused"))
        #expect(!health.isReady, "nothing can be heard")
        health.clear(.feed("a"))
        #expect(health.isReady)
    }

    @Test func `A feed that waits for its file, and a sink that is down, take nothing away`() {
        start(["a"])
        health.report(.feed("a"), Cause(.missing, "there is no file a yet"))
        health.report(.sink("b"), Cause(.noAnswer, "nobody answers", theirs: "secret"))
        #expect(health.isReady && health.isDegraded)
        #expect(health.faults.map(\.part.name) == ["feed a", "sink b"])
        #expect(health.faults.map { "\($0.cause)" } == ["there is no file a yet", "nobody answers"])
    }

    @Test func `A feed that is listed no more is at fault no more`() {
        start(["a", "b"])
        health.report(.feed("a"), Cause(.noAnswer, "nobody answers"))
        health.report(.sink("a"), Cause(.noAnswer, "nobody answers"))
        health.setFeeds(["b"])
        #expect(health.faults.map(\.part.name) == ["sink a"])
    }
}
