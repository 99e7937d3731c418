import Signals
import Testing

@Suite struct SignalIDTests {
    @Test(arguments: [
        ("x", "902518307445772288", "x:902518307445772288"), ("x", "x:902518307445772288", "x:902518307445772288"),
        ("bluesky", "at://did:plc:1/app/3k", "bluesky:at://did:plc:1/app/3k"),
        ("bluesky", "bluesky:at://did:plc:1/app/3k", "bluesky:at://did:plc:1/app/3k"),
        ("x", "mastodon:1", "x:mastodon:1"), ("x", "X:1", "x:X:1"), ("x", "x:x:1", "x:x:1"), ("file", "", "file:"),
    ])
    func `an id may come with its source before it`(source: String, id: String, qualified: String) {
        let made = SignalID(source: source, id: id)
        #expect(made.qualified == qualified)
        #expect(made.description == qualified)
        #expect(made.source == source)
        #expect(qualified == source + ":" + made.native)
    }

    @Test(arguments: ["x:", "x:7", "x:x:7", "mastodon:7", "7", ""])
    func `an id that is written beside its source comes back as it was`(id: String) {
        let made = SignalID(source: "x", id: id)
        #expect(SignalID(source: "x", id: made.written) == made)
    }

    @Test func `an id that is nothing but its source is kept, for nothing would be left of it`() {
        #expect(SignalID(source: "mastodon", id: "mastodon:").native == "mastodon:")
    }

    @Test(arguments: ["0", "7", "902518307445772288", "9223372036854775807"])
    func `a numeric id is its own number and key`(id: String) throws {
        let value = try #require(Int64(id))
        #expect(SignalID(source: "x", id: id).number == value)
        #expect(SignalID(source: "x", id: id).key == value)
        #expect(SignalID(source: "x", id: "x:" + id).number == value)
    }

    @Test(
        arguments: [
            "", "007", "00", "+7", "-7", "7 ", " 7", "7.0", "0x7", "abc", "٧", "９", "9223372036854775808",
            "18446744073709551615", "99999999999999999999", "at://did:plc:1",
        ]
    )
    func `an id that is no number of 63 bits has a hash as number and key`(id: String) {
        let made = SignalID(source: "x", id: id)
        let hash = StableHash.hash("x:" + id)
        #expect(made.number == Int64(hash & 0x7FFF_FFFF_FFFF_FFFF))
        #expect(made.number >= 0)
        #expect(made.key < 0)
        #expect(UInt64(bitPattern: made.key) & 0x7FFF_FFFF_FFFF_FFFF == UInt64(made.number))
        #expect(made.clockTime == nil)
    }

    /// InfluxDB's `tweetid` of ids without a number is promised to stay the same for ever.
    @Test func `the number of an id without one is fixed`() {
        #expect(SignalID(source: "bluesky", id: "at://did:plc:1/app/3k").number == 4_312_201_851_526_672_237)
    }

    @Test func `ids of two sources are different`() {
        #expect(SignalID(source: "x", id: "7") != SignalID(source: "mastodon", id: "7"))
        #expect(SignalID(source: "x", id: "a").number != SignalID(source: "mastodon", id: "a").number)
    }

    @Test(arguments: [
        ("902518307445772288", "2017-08-29T13:08:27.131Z"), ("30000000000", "2010-11-04T01:43:01.809Z"),
        ("9223372036854775807", "2080-07-10T17:30:30.208Z"),
    ])
    func `an X id tells when it was made, to the millisecond`(id: String, time: String) {
        #expect(SignalID(source: "x", id: id).clockTime?.description == time)
    }

    @Test(arguments: [
        ("x", "20"), ("x", "29999999999"), ("mastodon", "902518307445772288"), ("x", "0902518307445772288"),
    ])
    func `other ids tell no time`(source: String, id: String) {
        #expect(SignalID(source: source, id: id).clockTime == nil)
    }
}
