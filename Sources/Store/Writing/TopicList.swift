/// The topics of a signal in its row: store ids as variable-length integers.
enum TopicList {
    static func encode(_ topics: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        for topic in topics {
            var rest = UInt64(topic)
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) -> [Int64] {
        var topics: [Int64] = []
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 {
                topics.append(Int64(bitPattern: value))
                (value, shift) = (0, 0)
            }
        }
        return topics
    }
}
