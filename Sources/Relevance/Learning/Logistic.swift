/// The logistic function and its parts, from additions, multiplications, divisions and roots alone.
///
/// IEEE 754 says what those give to the last bit. What a C library's `exp` and `log` give differs between machines, and
/// a fold whose every step builds on the last one would end elsewhere.
package enum Logistic {
    /// 1 / (1 + e⁻ˣ).
    @inline(__always)
    package static func probability(_ logit: Double) -> Double {
        1 / (1 + exponential(-logit))
    }

    /// ln(p / (1 − p)).
    package static func logit(_ probability: Double) -> Double {
        logarithm(probability / (1 - probability))
    }

    /// The exponents beyond which a probability is 0 or 1 as far as anybody can tell.
    private static let most = 40.0
    /// Added to a small number, it leaves no room for a fraction.
    private static let toWhole = 6_755_399_441_055_744.0
    private static let log2e = 1.442_695_040_888_963_4
    /// ln 2 in two parts, of which the first times a small whole number is exact.
    private static let ln2High = 0.693_147_180_369_123_8
    private static let ln2Low = 1.908_214_929_270_587_7e-10

    /// eˣ, with x held within ±40: 2ᵏ · eʳ with |r| ≤ ln 2 / 2, and eʳ by its series up to r¹¹.
    @inline(__always)
    package static func exponential(_ value: Double) -> Double {
        let value = min(max(value, -most), most)
        let exponent = (value * log2e + toWhole) - toWhole
        let r = (value - exponent * ln2High) - exponent * ln2Low
        // Horner's rule, in halves that do not wait for each other.
        let square = r * r
        var even = 1.0 / 40_320 + square * (1.0 / 3_628_800)
        even = 1 + square * (1.0 / 2 + square * (1.0 / 24 + square * (1.0 / 720 + square * even)))
        var odd = 1.0 / 362_880 + square * (1.0 / 39_916_800)
        odd = 1 + square * (1.0 / 6 + square * (1.0 / 120 + square * (1.0 / 5_040 + square * odd)))
        return (even + r * odd) * Double(bitPattern: UInt64(bitPattern: 1_023 + Int64(exponent)) << 52)
    }

    /// The natural logarithm of a positive, normal number: m · 2ᵏ with m in [√½, √2), and ln m = 2 artanh((m − 1) /
    /// (m + 1)) by its series.
    package static func logarithm(_ value: Double) -> Double {
        var mantissa = value.significand
        var exponent = Double(value.exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var series = 1.0 / 21
        for divisor in stride(from: 19.0, through: 1, by: -2) { series = series * square + 1 / divisor }
        return exponent * ln2High + (2 * ratio * series + exponent * ln2Low)
    }
}
