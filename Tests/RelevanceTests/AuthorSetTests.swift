import Relevance
import Signals
import Testing

/// Whom a name means that a person gave.
struct AuthorSetTests {
    private func contains(_ set: AuthorSet, _ author: String?, id: String? = nil, on source: String = "github") -> Bool
    {
        let signal = Signal(
            id: SignalID(source: source, id: "1"),
            author: author,
            authorID: id,
            time: Timestamp(seconds: 0),
            text: "text"
        )
        return signal.withView { set.contains($0) }
    }

    @Test("A name means whoever goes by it, in any case, and only a name with a network is for that one alone")
    func names() {
        let set = AuthorSet(["@Ada", "github:otis", "@kim:matrix.example"])
        for author in ["ada", "ADA"] { #expect(contains(set, author) && contains(set, author, id: "7", on: "x")) }
        #expect(contains(set, "Otis") && !contains(set, "otis", on: "x"))
        #expect(contains(set, "kim:matrix.example", on: "matrix"))
        #expect(!contains(set, "adam") && !contains(set, nil) && !contains(set, nil, id: "ada"))
        #expect(!contains(AuthorSet(), "ada"))
    }

    @Test("Who is known by an id stays known under any name, and whoever takes the name over is somebody else")
    func ids() {
        var set = AuthorSet(["ada", "github:otis"])
        set.settle([
            NamedAuthor(source: "github", id: "7", name: "ada"),
            NamedAuthor(source: "github", id: "8", name: "github:otis"),
            NamedAuthor(source: "github", id: "9", name: "somebody"),
        ])
        #expect(contains(set, "ada", id: "7") && contains(set, "ada-two", id: "7") && contains(set, nil, id: "7"))
        #expect(contains(set, "otis-two", id: "8"))
        #expect(
            !contains(set, "ada", id: "10") && !contains(set, "otis", id: "10") && !contains(set, "somebody", id: "9")
        )
        // Elsewhere the name still is all that is known, as it is in a post that states no id.
        #expect(contains(set, "ada", id: "7", on: "x") && contains(set, "ada"))
        #expect(contains(set.adding(["kim"]), "kim") && contains(set.adding(["kim"]), "ada-two", id: "7"))
    }
}
