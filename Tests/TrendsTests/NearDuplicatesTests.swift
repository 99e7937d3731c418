import Language
import Testing
import Trends

@Suite struct NearDuplicatesTests {
    private static func sketch(_ text: String) throws -> Sketch {
        try #require(TextAnalyzer.sketch(of: text))
    }

    /// Sentences of words that no two of them share by more than chance.
    private static func sentence(_ random: inout SplitMix) -> String {
        (0..<14).map { _ in "word\(random.next() % 5000)" }.joined(separator: " ")
    }

    @Test(arguments: [
        "RT @ada: HIRING NOW: senior engineer for Kubernetes and DevOps, remote, apply today https://t.co/other",
        "@bo @cy HIRING NOW: senior engineer for Kubernetes and DevOps, remote, apply today https://x.y/1 https://x.y/2",
        "hiring now!!! Senior engineer for kubernetes and devops - remote - apply today 🚀🚀🚀",
        "HIRING NOW: senior engineer for Kubernetes and DevOps, remote, apply today #jobs",
    ])
    func `a copy with other links, mentions or signs is found`(copy: String) throws {
        var window = NearDuplicates()
        window.add(
            try Self.sketch(
                "HIRING NOW: senior engineer for Kubernetes and DevOps, remote, apply today https://t.co/abc"
            ),
            signal: 7,
            original: nil
        )
        #expect(window.original(of: try Self.sketch(copy)) == 7)
    }

    @Test(arguments: [
        "HIRING NOW: junior designer for our web shop, in Lisbon, apply tomorrow https://t.co/abc",
        "Kubernetes 1.30 is out and DevOps people everywhere are reading the notes",
        "apply remote today and DevOps Kubernetes for engineer senior now HIRING",
    ])
    func `a text that shares some words is no copy`(text: String) throws {
        var window = NearDuplicates()
        window.add(
            try Self.sketch(
                "HIRING NOW: senior engineer for Kubernetes and DevOps, remote, apply today https://t.co/abc"
            ),
            signal: 7,
            original: nil
        )
        #expect(window.original(of: try Self.sketch(text)) == nil)
    }

    @Test func `nothing is a copy of nothing`() throws {
        #expect(NearDuplicates().original(of: try Self.sketch("one two three four")) == nil)
    }

    @Test func `a copy of a copy belongs to the first`() throws {
        var window = NearDuplicates()
        let sketch = try Self.sketch("the release is out and everybody is invited to try it")
        window.add(sketch, signal: 1, original: nil)
        window.add(sketch, signal: 2, original: window.original(of: sketch))
        window.add(sketch, signal: 3, original: window.original(of: sketch))
        #expect(window.original(of: sketch) == 1)
    }

    @Test func `different texts are hardly ever taken for copies, and copies hardly ever missed`() throws {
        var random = SplitMix(state: 101)
        var window = NearDuplicates()
        let texts = (0..<3000).map { _ in Self.sentence(&random) }
        var wrong = 0
        for (number, text) in texts.enumerated() {
            let sketch = try Self.sketch(text)
            if window.original(of: sketch) != nil { wrong += 1 }
            window.add(sketch, signal: Int64(number), original: nil)
        }
        #expect(wrong == 0)
        // One word of fourteen added at the end: over 90 % in common.
        let found = try texts.indices.filter { window.original(of: try Self.sketch(texts[$0] + " added")) == Int64($0) }
        #expect(found.count >= 2950)
    }

    @Test func `what left the window is forgotten, and what is in it is not`() throws {
        var random = SplitMix(state: 102)
        var window = NearDuplicates()
        let first = try Self.sketch("this is the very first of all the texts that were ever heard here")
        window.add(first, signal: -1, original: nil)
        for number in 0..<Int64(NearDuplicates.window) - 1 {
            window.add(try Self.sketch(Self.sentence(&random)), signal: number, original: nil)
        }
        #expect(window.original(of: first) == -1)
        window.add(try Self.sketch(Self.sentence(&random)), signal: 0, original: nil)
        #expect(window.original(of: first) == nil)
        let last = try Self.sketch("and this one came when the window had gone round once")
        window.add(last, signal: 99, original: nil)
        #expect(window.original(of: last) == 99)
    }
}
