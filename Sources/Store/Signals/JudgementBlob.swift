import Signals

/// A judgement as bytes: what the columns of a signal's row do not hold.
///
/// Format 1: a byte of format, a byte of flags (1 sentiment known, 2 offensive known), negative, positive and offensive
/// as unsigned 16-bit ten-thousandths, the language, then the reasons: kind, weight as signed 16-bit ten-thousandths,
/// detail. Strings have a 16-bit length before them; all is little-endian.
///
/// Format 2 has, behind the language, the sentiments on the keywords: how many as 16 bits, then negative and positive of
/// each. It is written only where there are any.
enum JudgementBlob {
    private static let format: UInt8 = 1
    private static let formatWithTopics: UInt8 = 2

    static func encode(_ judgement: Judgement) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        bytes.append(judgement.topicSentiments.isEmpty ? format : formatWithTopics)
        bytes.append((judgement.sentiment == nil ? 0 : 1) | (judgement.offensive == nil ? 0 : 2))
        put(judgement.sentiment?.negative, &bytes)
        put(judgement.sentiment?.positive, &bytes)
        put(judgement.offensive, &bytes)
        put(judgement.language ?? "", &bytes)
        if !judgement.topicSentiments.isEmpty {
            put(UInt16(clamping: judgement.topicSentiments.count), &bytes)
            for sentiment in judgement.topicSentiments.prefix(Int(UInt16.max)) {
                put(sentiment.negative, &bytes)
                put(sentiment.positive, &bytes)
            }
        }
        for reason in judgement.reasons {
            bytes.append(reason.what.rawValue)
            put(UInt16(bitPattern: Int16(reason.weight.tenThousandths)), &bytes)
            put(reason.detail, &bytes)
        }
        return bytes
    }

    /// The judgement of a row; nil when the bytes are not of this format.
    ///
    /// `learnedFrom`: the place in the log that `relevance` was learned from, and `prior` what it was before; nil where it
    /// is the prior itself.
    static func decode(
        _ bytes: [UInt8],
        relevance: Score,
        prior: Score? = nil,
        learnedFrom: Int64? = nil,
        isVolatile: Bool
    ) -> Judgement? {
        var reader = Reader(bytes)
        guard let written = reader.byte(), written == format || written == formatWithTopics, let flags = reader.byte(),
            let negative = reader.score(),
            let positive = reader.score(), let offensive = reader.score(), let language = reader.string()
        else { return nil }
        var judgement = Judgement()
        judgement.relevance = relevance
        judgement.prior = prior ?? relevance
        judgement.learnedFrom = learnedFrom
        judgement.isVolatile = isVolatile
        judgement.language = language.isEmpty ? nil : language
        if flags & 1 != 0 { judgement.sentiment = Sentiment(negative: negative, positive: positive) }
        if flags & 2 != 0 { judgement.offensive = offensive }
        if written == formatWithTopics {
            guard let count = reader.word() else { return nil }
            for _ in 0..<count {
                guard let negative = reader.score(), let positive = reader.score() else { return nil }
                judgement.topicSentiments.append(Sentiment(negative: negative, positive: positive))
            }
        }
        while let what = reader.byte() {
            guard let what = Reason.What(rawValue: what), let weight = reader.word(), let detail = reader.string()
            else {
                return nil
            }
            let score = Score(tenThousandths: Int32(Int16(bitPattern: weight)))
            judgement.reasons.append(Reason(what: what, detail: detail, weight: score))
        }
        judgement.keywords = judgement.reasons.filter { $0.what == .keyword }.map(\.detail)
        return judgement.topicSentiments.count <= judgement.keywords.count ? judgement : nil
    }

    /// The sentiments on the keywords of a row's judgement; none where all have that of the whole, nil when the bytes are
    /// of no known format.
    static func topicSentiments(_ bytes: [UInt8]) -> [Sentiment]? {
        guard bytes.first != format else { return [] }
        return decode(bytes, relevance: .zero, isVolatile: false)?.topicSentiments
    }

    private static func put(_ score: Score?, _ bytes: inout [UInt8]) {
        put(UInt16(clamping: score?.tenThousandths ?? 0), &bytes)
    }

    private static func put(_ word: UInt16, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
    }

    private static func put(_ text: String, _ bytes: inout [UInt8]) {
        // Strangers write words of any length: what does not fit is left out, without cutting through a scalar.
        var end = text.utf8.endIndex
        if text.utf8.count > Int(UInt16.max) {
            end = text.utf8.index(text.utf8.startIndex, offsetBy: Int(UInt16.max))
            while UTF8.isContinuation(text.utf8[end]) { end = text.utf8.index(before: end) }
        }
        let kept = text.utf8[..<end]
        put(UInt16(kept.count), &bytes)
        bytes.append(contentsOf: kept)
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var index = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func byte() -> UInt8? {
            guard index < bytes.count else { return nil }
            defer { index += 1 }
            return bytes[index]
        }

        mutating func word() -> UInt16? {
            guard let low = byte(), let high = byte() else { return nil }
            return UInt16(high) << 8 | UInt16(low)
        }

        mutating func score() -> Score? {
            word().map { Score(tenThousandths: Int32($0)) }
        }

        mutating func string() -> String? {
            guard let length = word(), index + Int(length) <= bytes.count else { return nil }
            defer { index += Int(length) }
            return String(decoding: bytes[index..<index + Int(length)], as: UTF8.self)
        }
    }
}
