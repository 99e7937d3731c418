import Pipeline
import Testing

struct RetentionAmountTests {
    @Test(
        arguments: [("30m", 1_800_000), ("12h", 43_200_000), ("90d", 7_776_000_000), ("2w", 1_209_600_000)]
            as [(String, Int64)]
    )
    func `spans of time are read`(text: String, milliseconds: Int64) {
        #expect(Retention.age(text) == milliseconds)
    }

    @Test(arguments: [("1KB", 1000), ("500MB", 500_000_000), ("2GB", 2_000_000_000)] as [(String, Int64)])
    func `sizes are read`(text: String, bytes: Int64) {
        #expect(Retention.bytes(text) == bytes)
    }

    @Test(arguments: [
        "", "d", "0d", "-1d", "1.5d", "90", "90 d", "90D", "99999999999999999999d", "9000000000000000000w",
    ])
    func `what is no amount is not guessed`(text: String) {
        #expect(Retention.age(text) == nil)
        #expect(Retention.bytes(text.replacing("d", with: "GB").replacing("w", with: "TB")) == nil)
    }
}
