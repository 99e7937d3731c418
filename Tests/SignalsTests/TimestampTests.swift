import Signals
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2017-08-29T13:08:27Z", 1_504_012_107_000), ("2017-08-29", 1_503_964_800_000),
            ("2017-08-29 13:08:27Z", 1_504_012_107_000), ("2017-08-29t13:08:27z", 1_504_012_107_000),
            ("2017-08-29T13:08Z", 1_504_012_080_000), ("1969-12-31T23:59:59.999Z", -1),
            ("1678-01-01T00:00:00Z", -9_214_560_000_000), ("2261-12-31T23:59:59.999Z", 9_214_646_399_999),
        ] as [(String, Int64)]
    )
    func `it reads ISO 8601`(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(
        arguments: [
            ("13:08:27.1Z", 100), ("13:08:27.13Z", 130), ("13:08:27.131Z", 131), ("13:08:27,131Z", 131),
            ("13:08:27.1319Z", 131), ("13:08:27.131999999999999999999Z", 131), ("13:08:27.000Z", 0),
            ("13:08:27.0009Z", 0),
        ] as [(String, Int64)]
    )
    func `a fraction is cut to milliseconds`(clock: String, fraction: Int64) {
        #expect(Timestamp(iso8601: "2017-08-29T" + clock)?.milliseconds == 1_504_012_107_000 + fraction)
    }

    @Test(arguments: [
        "2017-08-29T15:08:27+02:00", "2017-08-29T15:08:27+0200", "2017-08-29T05:08:27-08:00",
        "2017-08-29T18:38:27+05:30",
        "2017-08-30T03:08:27+14:00", "2017-08-28T23:08:27-14:00", "2017-08-29T13:08:27+00:00",
        "2017-08-29T13:08:27-00:00",
        "2017-08-29T13:08:27.000+00:00",
    ])
    func `a zone's offset is taken off`(text: String) {
        #expect(Timestamp(iso8601: text)?.description == "2017-08-29T13:08:27Z")
    }

    @Test(
        arguments: [
            "", "2017", "2017-08", "2017-8-29", "2017-08-29T", "2017-08-29T13", "2017-08-29T13:08:27",
            "2017-08-29T13:08:27 Z",
            "2017-08-29T13:08:27Z ", " 2017-08-29T13:08:27Z", "2017-08-29T13:08:27Zx", "2017-08-29T13:08:27.Z",
            "20170829T130827Z",
            "2017-13-01", "2017-00-01", "2017-08-32", "2017-08-00", "2017-02-29", "1900-02-29", "2100-02-29",
            "2017-04-31",
            "2017-08-29T24:00:00Z", "2017-08-29T13:60:00Z", "2017-08-29T13:08:61Z", "2017-08-29T13:08:27+24:00",
            "2017-08-29T13:08:27+02", "2017-08-29T13:08:27+02:60", "2017-08-29T13:08:27+2:00", "-017-08-29",
            "+2017-08-29",
            "1677-12-31", "2262-01-01", "0000-00-00", "9999-12-31", "２０１７-08-29", "2017-08-29T13:08:27.１Z",
            "2017/08/29",
            "yesterday", "1504012107",
        ]
    )
    func `anything else is no time`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: ["2000-02-29", "2016-02-29", "2400-02-29"].dropLast())
    func `a leap day is a day`(date: String) {
        #expect(Timestamp(iso8601: date)?.description == date + "T00:00:00Z")
    }

    @Test func `a leap second counts as the second after it`() {
        #expect(Timestamp(iso8601: "2016-12-31T23:59:60Z")?.description == "2017-01-01T00:00:00Z")
    }

    /// A time that is read is printed, and what is printed must be read again.
    @Test(arguments: ["1678-01-01T00:00:00+00:01", "2261-12-31T23:59:59-00:01", "2261-12-31T23:59:60Z"])
    func `an offset does not lead out of the years that can be read`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(arguments: [
        ("Wed Apr 06 19:13:37 +0000 2011", "2011-04-06T19:13:37Z"),
        ("Tue Aug 29 13:08:27 +0000 2017", "2017-08-29T13:08:27Z"),
        ("Mon Feb 29 23:59:59 +0100 2016", "2016-02-29T22:59:59Z"),
        ("Thu Jan 01 00:00:00 +0000 1970", "1970-01-01T00:00:00Z"),
        ("Sun Dec 31 23:59:60 +0000 2017", "2018-01-01T00:00:00Z"),
    ])
    func `it reads the form of X`(text: String, iso: String) {
        #expect(Self.readX(text)?.description == iso)
    }

    @Test(
        arguments: [
            "", "Wed", "Wed Apr 06 19:13:37 +0000", "Wed Apr 06 19:13:37 2011", "Wed apr 06 19:13:37 +0000 2011",
            "Wed Foo 06 19:13:37 +0000 2011", "Wed Apr 6 19:13:37 +0000 2011", "Wed Apr 31 19:13:37 +0000 2011",
            "Wed Feb 29 19:13:37 +0000 2011", "Wed Apr 06 25:13:37 +0000 2011", "Wed Apr 06 19:13:37 +0000 2011 ",
            "Wed Apr 06 19:13:37 +0000 20111", "Wed Apr 06 19:13:37 UTC 2011", "2011-04-06T19:13:37Z",
            "Sat Dec 31 23:59:60 +0000 2261",
        ]
    )
    func `anything else is not the form of X`(text: String) {
        #expect(Self.readX(text) == nil)
    }

    private static func readX(_ text: String) -> Timestamp? {
        Array(text.utf8).withUnsafeBytes { Timestamp(rubyDate: $0) }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.001Z"), (100, "1970-01-01T00:00:00.100Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_504_012_107_131, "2017-08-29T13:08:27.131Z"),
        ] as [(Int64, String)]
    )
    func `it is printed in UTC, with milliseconds where there are any`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (299_999, 0), (300_000, 300_000), (-1, -300_000), (-300_000, -300_000),
            (-300_001, -600_000),
        ] as [(Int64, Int64)]
    )
    func `it is rounded down, before 1970 too`(milliseconds: Int64, floor: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).floored(to: 300_000) == Timestamp(milliseconds: floor))
    }

    @Test func `times are ordered`() {
        #expect(Timestamp(seconds: -1) < Timestamp(milliseconds: -999))
        #expect(Timestamp(seconds: 2) == Timestamp(milliseconds: 2000))
    }
}
