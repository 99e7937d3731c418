import Language
import Relevance
import Signals
import Testing

@Suite struct FeatureReaderTests {
    private let reader = FeatureReader()
    private let tokens = TokenBuffer()

    private func read(_ signal: Signal, _ judgement: Judgement = Judgement()) -> Set<Feature> {
        reader.read(signal, judgement: judgement, tokens: tokens)
        #expect(Set(reader.features).count == reader.features.count, "a feature stands there twice")
        return Set(reader.features)
    }

    private func signal(_ text: String) -> Signal {
        // A Sunday, at noon.
        Signal(id: SignalID(source: "x", id: "1"), time: Timestamp(seconds: 1_700_395_200), text: text)
    }

    private func kinds(_ features: Set<Feature>) -> [Feature.Kind: Int] {
        features.reduce(into: [:]) { counts, feature in
            if let kind = feature.kind { counts[kind, default: 0] += 1 }
        }
    }

    @Test func `a post has its words, pairs, mentions, links and signs, each once`() {
        let features = read(signal("Storm storm STORM @ada https://www.Example.org:80/a?b 🚀 #storm"))
        let counts = kinds(features)
        // A tag is the word it names.
        #expect(counts[.word] == 1)
        #expect(counts[.mention] == 1)
        #expect(counts[.domain] == 1)
        #expect(counts[.sign] == 1)
        // start storm, storm storm, storm @, @ link, link 🚀, 🚀 storm
        #expect(counts[.phrase] == 6)
        #expect(features.isSuperset(of: read(signal("storm"))))
    }

    @Test func `what is around a text counts too`() {
        var post = signal("x")
        post.author = "Ada"
        post.url = "https://example.org/page"
        post.kind = .reply
        var judgement = Judgement()
        judgement.keywords = ["swift", "api"]
        judgement.language = "en"
        judgement.sentiment = Sentiment(negative: .zero, positive: .one)
        let features = read(post, judgement)
        #expect(features.contains(Feature(.topic, "swift")))
        #expect(features.contains(Feature(.language, "en")))
        #expect(features.contains(Feature(.source, "x")))
        #expect(features.contains(Feature(.hour, hash: 12)))
        #expect(features.contains(Feature(.weekday, hash: 6)))
        #expect(features.contains(Feature(.form, hash: 1)))
        #expect(kinds(features)[.author] == 1)
        #expect(kinds(features)[.domain] == 1)
        post.author = "ADA"
        post.url = "http://ada@www.example.org"
        #expect(read(post, judgement) == features)
    }

    @Test func `one text is another feature as a word, a mention, an author and a topic`() {
        #expect(Set(Feature.Kind.allCases.map { Feature($0, "ada").hash }).count == Feature.Kind.allCases.count)
        #expect(Feature.Kind.allCases.allSatisfy { Feature($0, "ada").kind == $0 })
    }

    @Test func `what is unknown is no feature`() {
        let features = read(signal("x"))
        #expect(kinds(features)[.author] == nil)
        #expect(kinds(features)[.language] == nil)
        #expect(kinds(features)[.sentiment] == nil)
        let view = PostView(text: UnsafeRawBufferPointer(start: nil, count: 0))
        reader.read(view, tokens: TokenBuffer(), judgement: Judgement())
        #expect(kinds(Set(reader.features)) == [.source: 1, .form: 1])
    }

    @Test(arguments: [
        ("https://example.org/a", "example.org"), ("http://WWW.example.org", "example.org"),
        ("example.org?q", "example.org"),
        ("https://u:p@example.org:8080/x@y", "example.org"), ("//example.org#x", "example.org"), ("https://", nil),
        ("", nil), ("https:///path", nil),
    ])
    func `the host of a link is read`(link: String, host: String?) {
        let found = Array(link.utf8).withUnsafeBytes { bytes in
            LinkHost.range(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self).lowercased() }
        }
        #expect(found?.replacing("www.", with: "") == host)
    }

    @Test func `a post of 65,536 tokens costs no more than its beginning`() {
        let words = (0..<70_000).map { "w\($0)" }
        let long = read(signal(words.joined(separator: " ")))
        #expect(tokens.count == TokenBuffer.limit)
        #expect(long.count <= FeatureReader.most)
        #expect(long.count <= DecisionFeatures.limit)
        #expect(long == read(signal(words.prefix(FeatureReader.mostTokens + 1).joined(separator: " "))))
        // The next post has nothing of it.
        #expect(kinds(read(signal("storm")))[.word] == 1)
    }

    @Test func `thousands of topics end at what there is room for`() {
        var judgement = Judgement()
        judgement.keywords = (0..<10_000).map(String.init)
        #expect(read(signal("storm"), judgement).count == FeatureReader.most)
    }
}
