import Foundation
import Language

/// How many inputs a test tries, and which.
///
/// `make fuzz` sets both; without, each test tries a few thousand, always the same.
enum Fuzzing {
    static let inputs = number("EARSHOT_FUZZ_INPUTS") ?? 10_000
    static let seed = number("EARSHOT_FUZZ_SEED") ?? 1

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }

    /// Random numbers of one input: they follow from the seed and its number, so that a failure can be had again alone.
    static func random(_ input: Int) -> SplitMix {
        SplitMix(state: UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: input))
    }

    /// What a test says of an input that broke a promise.
    static func name(_ input: Int, _ bytes: [UInt8]) -> String {
        "input \(input) of seed \(seed): \(String(decoding: bytes.prefix(2000), as: UTF8.self).debugDescription)"
    }
}
