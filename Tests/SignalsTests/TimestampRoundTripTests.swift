import Foundation
import Language
import Signals
import Testing

/// Times compared with another implementation's, over the whole range.
@Suite struct TimestampRoundTripTests {
    private static let first: Int64 = -9_214_560_000_000
    private static let last: Int64 = 9_214_646_399_999

    private static func randomTimes(_ count: Int, seed: UInt64) -> [Timestamp] {
        var random = SplitMix(state: seed)
        return (0..<count).map { _ in Timestamp(milliseconds: Int64.random(in: first...last, using: &random)) }
    }

    @Test func `what is printed is read back as the same time`() {
        for time in Self.randomTimes(20_000, seed: 1) + [Self.first, Self.last].map(Timestamp.init(milliseconds:)) {
            #expect(Timestamp(iso8601: time.description) == time)
        }
    }

    @Test func `every day from 1678 to 2261 is printed and read`() {
        var days: Set<Substring> = []
        for start in stride(from: Self.first, through: Self.last, by: 86_400_000) {
            let text = Timestamp(milliseconds: start).description
            #expect(Timestamp(iso8601: text)?.milliseconds == start)
            days.insert(text.prefix(10))
        }
        #expect(days.count == 213_301)
    }

    @Test func `Foundation prints and reads the same`() throws {
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = try #require(TimeZone(identifier: "UTC"))
        for time in Self.randomTimes(2000, seed: 2) {
            let date = Date(timeIntervalSince1970: Double(time.milliseconds.quotient(1000)))
            let parts = utc.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            let seconds = Timestamp(milliseconds: time.milliseconds.quotient(1000) * 1000)
            #expect(seconds.description == date.formatted(.iso8601))
            #expect(try Date(seconds.description, strategy: .iso8601) == date)
            #expect(Int(seconds.description.prefix(4)) == parts.year)
        }
    }

    @Test func `an offset and its clock cancel out`() throws {
        var random = SplitMix(state: 3)
        for time in Self.randomTimes(2000, seed: 4) {
            let minutes = Int64.random(in: -14 * 60...14 * 60, using: &random)
            let local = Timestamp(milliseconds: time.milliseconds + minutes * 60_000)
            guard (Self.first...Self.last).contains(local.milliseconds) else { continue }
            let (hours, rest) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
            let zone =
                (minutes < 0 ? "-" : "+") + (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "") + "\(rest)"
            #expect(Timestamp(iso8601: local.description.dropLast() + zone) == time)
        }
    }

    @Test func `no bytes make it crash, and what they make of it can be printed`() {
        var random = SplitMix(state: 5)
        let alphabet = Array("0123456789-:TZ+., Wed".utf8) + [0xC3, 0xFF, 0]
        var read = 0
        for _ in 0..<50_000 {
            var bytes = Array("2017-08-29T13:08:27.131+02:00".utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            guard let time = bytes.withUnsafeBytes({ Timestamp(iso8601: $0) }) else { continue }
            read += 1
            #expect(Timestamp(iso8601: time.description) == time)
        }
        #expect((1000..<50_000).contains(read))
    }
}

extension Int64 {
    /// Rounded down, as times before 1970 are.
    fileprivate func quotient(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
