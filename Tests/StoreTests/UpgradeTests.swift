import Foundation
import GRDB
import Signals
import Store
import Synchronization
import TestSupport
import Testing
import Trends

/// A store of every earlier schema becomes one of this.
struct UpgradeTests {
    /// By the last migration of each.
    static let versions = [
        "1-signals", "2-topics", "3-reposts", "4-forgotten", "5-imports", "6-decisions", "7-queue", "8-outcomes",
        "9-figures", "10-recall",
    ]

    private func fixture(_ version: String) throws -> StoreFixture {
        let fixture = try StoreFixture()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        let dump = try String(contentsOf: folder.appendingPathComponent("\(version).sql"), encoding: .utf8)
        try DatabaseQueue(path: fixture.path).writeWithoutTransaction { try $0.execute(sql: dump) }
        return fixture
    }

    /// The number of the last migration.
    private static func number(_ version: String) -> Int { Int(version.prefix { $0.isNumber }) ?? 0 }

    @Test("there is a store of every schema but this one")
    func complete() throws {
        let known = try fixture("1-signals")
        let due = try Store.pendingUpgrade(known.path).migrations
        #expect(due.count == Self.versions.count)
        #expect(due.first == "2 topics")
    }

    @Test("every listing is what it was", arguments: versions, [true, false])
    func upgrades(version: String, byCommand: Bool) async throws {
        let fixture = try fixture(version)
        let number = try #require(version.split(separator: "-").first.flatMap { Int($0) })
        #expect(throws: StoreError.older(path: fixture.path)) { try Store.read(fixture.path) }
        if byCommand {
            let upgrade = try await Store.upgrade(fixture.path, keepsBackup: false)
            #expect(upgrade.migrations.last == "11 ports")
        } else {
            // Any command that writes does it.
            _ = try Store.open(fixture.path, purpose: "a test")
        }
        let store = try Store.read(fixture.path)
        let signals = try await store.signals(limit: 100)
        #expect(
            signals.map(\.signal.id.qualified) == [
                "forum:1", "forum:2", "mastodon:2", "bluesky:at://did:plc:made/app.bsky.feed.post/3k1",
                "x:902518307445772288", "forum:5",
            ]
        )
        #expect(
            signals.map(\.topics) == [
                ["kapacitor"], ["swift"], ["swift", "kapacitor"], ["swift"], ["kapacitor"], ["kapacitor"],
            ]
        )
        #expect(signals.map { $0.duplicateOf?.qualified } == [nil, nil, nil, nil, "forum:1", nil])
        #expect(signals.map(\.judgement.isVolatile) == [false, false, false, false, false, true])
        #expect(signals[2].judgement.topicSentiments.count == 2)
        #expect(signals[0].signal.engagement.likes == 3)
        #expect(try await store.topicTotals().map { "\($0.topic) \($0.sums.count)" } == ["kapacitor 4", "swift 3"])
        #expect(try await store.trackedTopics().map(\.name) == ["swift", "kapacitor"])
        #expect(try await store.trackedTopics()[0].aliases == (version == "1-signals" ? [] : ["swiftlang"]))
        let letters = try await store.deadLetters(limit: 10)
        #expect(letters.map { String(decoding: $0.letter.payload, as: UTF8.self) } == ["{\"text\":\"cut off"])
        #expect(try await store.sinks().map(\.backlog) == [5], "four signals and one that gained a topic")
        #expect(try await store.sinks().map { $0.waiting?.expanded } == ["no answer: made for the tests"])
        let sink = try #require(try await store.sinks().first)
        let page = try #require(
            try await store.page(for: sink.identity, [.removals, .signals], limit: 9, now: Store.now)
        ).page
        #expect(page.start[.signals] == 2 && page.expired == 0)
        #expect(page.entries.map(\.cause) == [.new, .changed, .new, .new, .new])
        let block = try #require(try await store.unmatchedBlock(after: 0))
        #expect(block.lines.count { $0 == UInt8(ascii: "\n") } == 2)
        let rows = try await store.rollups(from: nil, to: nil, bucket: nil, topics: nil, includingTotals: true)
        #expect(rows.map(\.sums.count) == [4, 3, 6])
        #expect(try await store.figures().map(\.auc) == (Self.number(version) < 9 ? [] : [Score(tenThousandths: 9100)]))
        if Self.number(version) >= 6 {
            let decisions = try await store.decisions().map(\.decision)
            #expect(decisions.prefix(2).map(\.verdict) == [.accept, .mute])
            #expect(decisions[0].features?.features.count == 2)
            #expect(decisions[1].subject == .author("grace"))
            #expect(
                decisions.dropFirst(2).map(\.outcome)
                    == (Self.number(version) < 8 ? [] : [Engagement(likes: 12, replies: 0)])
            )
        }
        for id in signals.map(\.signal.id) { #expect(try await store.signal(id) != nil) }
        // As a file feed writes its places: bytes, lines, whether that was the end, and the digest.
        let places = try await store.places(stream: "file:860d3fefe12df7c8", scope: 7_063_117_706_501_543_550)
        #expect(places.map { String(decoding: $0.bytes, as: UTF8.self) } == ["1219 9 1 50707287ee35f130"])
    }

    @Test("a signal that was not at its own key is found when the one in its place has left")
    func displaced() async throws {
        let fixture = try fixture("3-reposts")
        let store = try await fixture.open()
        let plan = try await store.plan(toForget: .signal(SignalID(source: "forum", id: "2")))
        #expect(plan.signals.count == 1)
        _ = try await store.forget(plan, at: Timestamp(seconds: 0))
        #expect(try await store.signal(SignalID(source: "mastodon", id: "2")) != nil)
        #expect(try await store.signal(SignalID(source: "forum", id: "2")) == nil)
    }

    @Test("the store as it was is beside it, and a former one is never written over")
    func backup() async throws {
        let fixture = try fixture("2-topics")
        let due = try Store.pendingUpgrade(fixture.path)
        #expect(
            due.migrations == [
                "3 reposts", "4 forgotten", "5 imports", "6 decisions", "7 queue", "8 outcomes", "9 figures",
                "10 recall", "11 ports",
            ]
        )
        #expect(due.fileBytes > 0)
        let upgrade = try await Store.upgrade(fixture.path, keepsBackup: true)
        let backup = try #require(upgrade.backup)
        #expect(try Store.pendingUpgrade(backup).migrations == due.migrations)
        let mode = try FileManager.default.attributesOfItem(atPath: backup)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try await Store.upgrade(fixture.path, keepsBackup: true).migrations.isEmpty)
        try FileManager.default.removeItem(atPath: fixture.path)
        try FileManager.default.copyItem(atPath: backup, toPath: fixture.path)
        await #expect(throws: StoreError.exists(path: backup)) {
            _ = try await Store.upgrade(fixture.path, keepsBackup: true)
        }
        #expect(try Store.pendingUpgrade(fixture.path).migrations.count == due.migrations.count)
    }

    @Test("a store of a newer version is left alone")
    func newer() async throws {
        let fixture = try fixture("3-reposts")
        try fixture.change("INSERT INTO grdb_migrations VALUES ('999 from tomorrow')")
        #expect(throws: StoreError.newer(path: fixture.path)) { try Store.pendingUpgrade(fixture.path) }
        await #expect(throws: StoreError.newer(path: fixture.path)) {
            _ = try await Store.upgrade(fixture.path, keepsBackup: true)
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.path + ".before-upgrade"))
    }

    @Test("a store that takes longer than a moment says how far it is, and at the end that it is over")
    func progress() async throws {
        let fixture = try fixture("9-figures")
        let told = Mutex<[UpgradeProgress?]>([])
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try await other.writeWithoutTransaction { db in
            // With something in its log: else the connection writes, and waits, before anything is due.
            try db.execute(sql: "PRAGMA journal_mode = WAL; CREATE TABLE held (x); DROP TABLE held; BEGIN IMMEDIATE")
        }
        // The store ends in there, and with it the lease.
        async let opened: Void = Blocking.run {
            _ = try Store.open(fixture.path, purpose: "a test") { progress in told.withLock { $0.append(progress) } }
        }
        // It waits for the other to let it write.
        try await Eventually.comes("something is told") { told.withLock { $0.count > 1 } }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try await opened
        let all = told.withLock { $0 }
        #expect(all.last == .some(nil) && all.dropLast().allSatisfy { $0 != nil })
        #expect(all[0]?.migration == "10 recall")
        let fractions = all.compactMap { $0?.fraction }
        #expect(fractions == fractions.sorted() && fractions.allSatisfy { (0...1).contains($0) })
        // One that is up to date says nothing.
        told.withLock { $0 = [] }
        _ = try Store.open(fixture.path, purpose: "a test") { progress in told.withLock { $0.append(progress) } }
        #expect(told.withLock { $0.isEmpty })
    }
}
