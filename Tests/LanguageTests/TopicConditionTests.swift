import Language
import Signals
import Testing

/// Aliases, what rules a topic out, what it needs beside it, and other forms.
@Suite struct TopicConditionTests {
    private static func topic(
        _ name: String,
        aliases: [String] = [],
        excluded: [String] = [],
        required: [String] = [],
        matching: Topic.Matching = .exact
    ) -> Topic {
        var topic = Topic(name: name)
        topic.aliases = aliases
        topic.excluded = excluded
        topic.required = required
        topic.matching = matching
        return topic
    }

    private static func found(_ topics: Topic..., in text: String) throws -> [String] {
        try Reader(matcher: TopicMatcher(topics: topics)).topics(in: text)
    }

    @Test func `an alias names its topic`() throws {
        let kubernetes = Self.topic("kubernetes", aliases: ["k8s", "kube", "#kubecon"])
        for text in ["K8s is up", "the kube API", "see you at #KubeCon", "kubernetes"] {
            #expect(try Self.found(kubernetes, in: text) == ["kubernetes"], "\(text)")
        }
        #expect(try Self.found(kubernetes, in: "kubecon and k9s") == [])
        // Named twice, found once.
        #expect(try Self.found(kubernetes, in: "k8s, kube, kubernetes") == ["kubernetes"])
    }

    @Test func `two topics may share an alias`() throws {
        let topics = [Self.topic("swift", aliases: ["apple"]), Self.topic("xcode", aliases: ["apple"])]
        #expect(try Self.found(topics[0], topics[1], in: "apple") == ["swift", "xcode"])
        #expect(try Self.found(topics[1], topics[0], in: "apple") == ["xcode", "swift"])
        // A name may be the alias of another.
        #expect(try Self.found(topics[0], Self.topic("apple"), in: "apple") == ["swift", "apple"])
    }

    @Test func `an excluded term rules the topic out wherever it stands`() throws {
        let swift = Self.topic("swift", excluded: ["taylor", "swift boat", "#ErasTour"])
        #expect(try Self.found(swift, in: "swift 6 is out") == ["swift"])
        for text in [
            "Taylor Swift tonight", "swift as an arrow, taylor", "a swift boat", "swift! #erastour",
            "We love Swift. TAYLOR, too",
        ] {
            #expect(try Self.found(swift, in: text) == [], "\(text)")
        }
        // Part of an excluded phrase rules nothing out, and one topic's exclusion is not another's.
        #expect(try Self.found(swift, in: "a boat and swift") == ["swift"])
        #expect(try Self.found(swift, Self.topic("tonight"), in: "Taylor Swift tonight") == ["tonight"])
    }

    @Test func `a required term has to be there too, one of them is enough`() throws {
        let rust = Self.topic("rust", required: ["cargo", "compiler", "borrow checker"])
        #expect(try Self.found(rust, in: "rust on my car") == [])
        #expect(try Self.found(rust, in: "the compiler of rust") == ["rust"])
        #expect(try Self.found(rust, in: "rust. Its borrow checker") == ["rust"])
        #expect(try Self.found(rust, in: "borrow rust, checker") == [])
        #expect(try Self.found(rust, in: "cargo") == [])
    }

    @Test func `what was found in one text says nothing of the next`() throws {
        let topics = [Self.topic("swift", excluded: ["taylor"], required: ["code"])]
        let reader = try Reader(matcher: TopicMatcher(topics: topics))
        #expect(reader.topics(in: "swift code") == ["swift"])
        #expect(reader.topics(in: "swift") == [])
        #expect(reader.topics(in: "taylor swift code") == [])
        #expect(reader.topics(in: "swift code") == ["swift"])
    }

    @Test func `forms of a word name the topic where that is asked for`() throws {
        let texts = ["we deploy", "deploys", "Deployed it", "deploying now", "#Deploying"]
        for text in texts {
            #expect(try Self.found(Self.topic("deploy", matching: .forms), in: text) == ["deploy"], "\(text)")
            #expect(try Self.found(Self.topic("deploy"), in: text) == (text == texts[0] ? ["deploy"] : []), "\(text)")
        }
        for text in ["deployment", "deployer", "redeploy"] {
            #expect(try Self.found(Self.topic("deploy", matching: .forms), in: text) == [], "\(text)")
        }
    }

    @Test func `phrases, aliases and conditions have forms too, tags have none`() throws {
        let topic = Self.topic(
            "container image",
            aliases: ["#oci"],
            excluded: ["shipping container"],
            matching: .forms
        )
        #expect(try Self.found(topic, in: "signed container images") == ["container image"])
        #expect(try Self.found(topic, in: "containers image") == [])
        #expect(try Self.found(topic, in: "#oci") == ["container image"])
        #expect(try Self.found(topic, in: "#ocis") == [])
        #expect(try Self.found(topic, in: "container images of shipping containers") == [])
    }

    @Test(arguments: [
        ("swift", "#LearnSwift", true), ("swift", "#Swift6", true), ("swift", "#swift_lang", true),
        ("swift", "#SWIFTLang", true), ("swift", "#learnswift", false), ("swift", "#Swiftly", false),
        ("open source", "#ILoveOpenSource", true), ("open source", "#OpenTheSource", false),
        ("api", "#APIDesign", true), ("swift", "@LearnSwift", false), ("release", "#SwiftReleases", true),
    ])
    func `a part of a hashtag names the topic where forms are asked for`(
        name: String,
        text: String,
        isFound: Bool
    ) throws {
        #expect(try Self.found(Self.topic(name, matching: .forms), in: text) == (isFound ? [name] : []))
        #expect(try Self.found(Self.topic(name), in: text) == [])
    }

    @Test func `a topic with a term that can never match is refused`() {
        #expect(throws: TopicError.self) { try TopicMatcher(topics: [Self.topic("a", aliases: ["!!"])]) }
        #expect(throws: TopicError.self) { try TopicMatcher(topics: [Self.topic("a", excluded: [""])]) }
    }

    /// Thousands of topics that share words with each other are told apart.
    @Test func `many topics with conditions are each judged by their own`() throws {
        let topics = (0..<2000).map {
            Self.topic(
                "t\($0)",
                aliases: ["shared \($0)"],
                excluded: ["not\($0)"],
                required: $0 % 2 == 0 ? ["also\($0)"] : []
            )
        }
        let reader = try Reader(matcher: TopicMatcher(topics: topics))
        #expect(reader.topics(in: "t7 t8") == ["t7"])
        #expect(reader.topics(in: "t7 shared 9 not9 also8 shared 8") == ["t7", "t8"])
    }
}
