import Signals
import Testing
import Web

@Suite struct RetryAfterTests {
    /// 1994-11-06 08:49:37, the example of RFC 9110.
    private static let example = Timestamp(seconds: 784_111_777)

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `A date in each of HTTP's forms is a wait until then`(text: String) {
        let before = Timestamp(milliseconds: Self.example.milliseconds - 90_500)
        #expect(RetryAfter.wait(text, now: before) == .milliseconds(90_500))
        #expect(RetryAfter.wait(text, now: Self.example) == nil, "it has passed")
    }

    @Test(arguments: [("0", 0), ("17", 17), (" 120", 120), ("9000000000", 9_000_000_000)] as [(String, Int64)])
    func `Seconds are a wait`(text: String, seconds: Int64) {
        #expect(RetryAfter.wait(text, now: Self.example) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "-1", "1.5", "0x11", "nan", "soon", "99999999999999999999", "Sun, 06 Nov 2094", "06 Nov 2094 08:49:37",
        "Sun, 32 Nov 2094 08:49:37 GMT", "Sun, 06 Foo 2094 08:49:37 GMT", "Sun, 06 Nov 2094 24:49:37 GMT",
        "Sun, 06 Nov 2094 08:49:37 CET",
    ])
    func `What cannot be read is no wait`(text: String) {
        #expect(RetryAfter.wait(text, now: Self.example) == nil)
    }

    @Test func `Two digits are a year of this century or the last`() {
        let now = Timestamp(seconds: 0)
        #expect(RetryAfter.wait("Sunday, 06-Nov-69 08:49:37 GMT", now: now) == .seconds(3_150_953_377))
        #expect(RetryAfter.wait("Sunday, 06-Nov-70 08:49:37 GMT", now: now) == .seconds(26_729_377))
    }
}
