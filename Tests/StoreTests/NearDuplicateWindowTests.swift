import Language
import Signals
import Store
import Testing

/// What counts as a copy does not depend on restarts.
struct NearDuplicateWindowTests {
    /// Words that no other number shares.
    private func text(_ number: Int) -> String {
        (0..<6).map { "w\(number)v\($0)" }.joined(separator: " ")
    }

    private func judged(_ id: Int, _ text: String) -> JudgedSignal {
        StoreFixture.judged(StoreFixture.signal("\(id)", text: text), isSketched: true)
    }

    private func copies(_ store: Store) async throws -> [String: String] {
        let copies = try await store.all().compactMap { kept in
            kept.duplicateOf.map { (kept.signal.id.native, $0.native) }
        }
        return Dictionary(uniqueKeysWithValues: copies)
    }

    @Test("copies point to the first of them, also across a restart")
    func restart() async throws {
        let fixture = try StoreFixture()
        try await fixture.open().keep(judged(1, text(1)), judged(2, "RT @a: " + text(1)), judged(3, text(3)))
        let store = try await fixture.open()
        try await store.keep(
            judged(4, text(1) + " https://e.example/"),
            judged(5, text(3)),
            judged(6, "too short"),
            judged(7, "too short")
        )
        #expect(try await copies(store) == ["2": "1", "4": "1", "5": "3"])
    }

    @Test("any number of restarts marks the same copies as none")
    func manyRestarts() async throws {
        var random = SplitMix(state: 14)
        let signals = (0..<600).map { number in
            judged(number, number % 7 == 0 ? "short \(number)" : text(Int.random(in: 0..<250, using: &random)))
        }
        var found: [[String: String]] = []
        for restarts in [false, true] {
            let fixture = try StoreFixture()
            var store = Optional(try await fixture.open())
            for start in stride(from: 0, to: signals.count, by: 50) {
                if restarts {
                    // One writer: the first has to go before the second comes.
                    store = nil
                    store = try await fixture.open()
                }
                _ = try await store?.keep(StoreFixture.batch(Array(signals[start..<start + 50])))
            }
            found.append(try await copies(try #require(store)))
        }
        #expect(found[0].count > 100)
        #expect(found[0] == found[1])
    }

    @Test("the window is as many signals long after a restart as before, short texts counted")
    func window() async throws {
        for restarts in [false, true] {
            let fixture = try StoreFixture()
            do {
                let store = try await fixture.open()
                let signals = (0..<50_010).map { judged($0, $0 % 1000 == 999 ? "short" : text($0)) }
                _ = try await store.keep(StoreFixture.batch(signals))
                if !restarts { _ = try await store.keep(StoreFixture.batch(late)) }
                if !restarts { #expect(try await copies(store) == expected) }
            }
            guard restarts else { continue }
            let store = try await fixture.open()
            _ = try await store.keep(StoreFixture.batch(late))
            #expect(try await copies(store) == expected)
        }
    }

    /// A copy of a signal that has left the window, of the oldest in it, and of a new one.
    private var late: [JudgedSignal] {
        [judged(90_000, text(9)), judged(90_001, text(11)), judged(90_002, text(50_000))]
    }
    private let expected = ["90001": "11", "90002": "50000"]
}
