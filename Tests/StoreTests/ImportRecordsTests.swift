import Signals
import Store
import Testing

struct ImportRecordsTests {
    private func post(
        _ id: String,
        _ text: String,
        reshareOf author: String? = nil,
        likes: Int64? = nil
    ) -> ImportedPost {
        ImportedPost(
            id: SignalID(source: "x", id: id),
            kind: author == nil ? .own : .reshare,
            author: author,
            time: id == "1" ? nil : Timestamp(seconds: 5),
            text: text,
            engagement: Engagement(likes: likes)
        )
    }

    private static let now = Timestamp(seconds: 1_600_000_000)

    @Test("what was imported stays as it was, unless a longer text of it comes")
    func idempotent() async throws {
        let store = try await StoreFixture().open()
        let posts = [post("1", "mine"), post("2", "theirs", reshareOf: "ada")]
        let first = try await store.keep(posts, importedAt: Self.now)
        #expect(first.new == 2 && first.changed == Set(posts.map(\.id)))
        let again = try await store.keep(posts, importedAt: Timestamp(seconds: 2))
        #expect(again.new == 0 && again.changed.isEmpty)
        #expect(try await store.imports(limit: 10).map(\.post) == posts)
        let longer = try await store.keep([post("1", "mine, whole"), post("2", "t")], importedAt: Self.now)
        #expect(longer.new == 0 && longer.changed == [posts[0].id])
        #expect(try await store.imports(limit: 10).map(\.post.text) == ["mine, whole", "theirs"])
    }

    @Test("friendlies are counted without regard to case, the most re-shared first")
    func friendlies() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        #expect(try await store.importedFriendlies() == [])
        let authors = ["bo", "Ada", "ada", "cy", nil]
        let posts = authors.enumerated().map { post("\($0)", "a", reshareOf: $1) }
        #expect(try await store.keep(posts, importedAt: Self.now).new == 5)
        let expected = [("Ada", 2), ("bo", 1), ("cy", 1)].map { ReshareCount(author: $0, reshares: $1) }
        #expect(try await store.importedFriendlies() == expected)
        #expect(try await Store.read(fixture.path).importedFriendlies() == expected)
    }

    @Test("a re-share weighs one; a post of one's own from a half on, and less than one, by what answered to it")
    func weights() {
        #expect(post("1", "a", reshareOf: "ada", likes: 7).weight == .one)
        #expect(post("1", "a").weight == Score(0.5))
        #expect(post("1", "a", likes: 0).weight == Score(0.5))
        #expect(post("1", "a", likes: 20).weight == Score(0.75))
        #expect(post("1", "a", likes: .max).weight == .one)
    }

    @Test(
        "a row that cannot be read is damage, and no end of the program",
        arguments: ["kind = 'gift'", "text = x'ff'", "id = 'x'"]
    )
    func damage(change: String) async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep([post("1", "mine")], importedAt: Self.now)
        try fixture.change("UPDATE import SET \(change)")
        let error = await #expect(throws: (any Error).self) { try await store.imports(limit: 10) }
        guard case .damaged? = error.flatMap(StoreFault.init) else {
            Issue.record("it is no damage: \(String(describing: error))")
            return
        }
    }
}
