import Signals
import Testing

struct SourceTraitsTests {
    @Test func `a source has the traits of its row, by text and by bytes`() {
        for row in SourceTraits.all {
            #expect(SourceTraits.of(row.name).name == row.name)
            Array(row.name.utf8).withUnsafeBytes { #expect(SourceTraits.of(utf8: $0).name == row.name) }
        }
        #expect(Set(SourceTraits.all.map(\.name)).count == SourceTraits.all.count)
    }

    @Test func `an unknown source states seconds, has no clock in its ids and writes texts as they are`() {
        let traits = SourceTraits.of("forum")
        #expect(traits.resolution == 1000)
        #expect(traits.snowflakes == nil)
        #expect(!traits.writesEntities)
    }

    /// They are in the timestamps of points that are written already.
    @Test(arguments: [
        ("x", 1_504_012_107_131_000_000...1_504_012_107_131_999_999),
        ("mastodon", 1_504_012_107_131_000_000...1_504_012_107_131_999_999),
        ("bluesky", 1_504_012_107_131_000_000...1_504_012_107_131_999_999),
        ("github", 1_504_012_107_000_000_000...1_504_012_107_999_999_999),
        ("file", 1_504_012_107_000_000_000...1_504_012_107_999_999_999),
    ])
    func `instants are within the resolution of the source`(source: String, range: ClosedRange<Int64>) {
        let time = Timestamp(milliseconds: 1_504_012_107_131)
        #expect(range.contains(SignalID(source: source, id: "7").instant(at: time)))
    }
}
