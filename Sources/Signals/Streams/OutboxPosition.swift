/// The place that a reader has reached: the last number it has dealt with, a stream each.
package struct OutboxPosition: Hashable, Sendable {
    private var numbers: [OutboxStream: Int64] = [:]

    package init(_ numbers: [OutboxStream: Int64] = [:]) {
        for (stream, number) in numbers { self[stream] = number }
    }

    /// The number in a stream; 0 is its beginning.
    package subscript(stream: OutboxStream) -> Int64 {
        get { numbers[stream] ?? 0 }
        set { numbers[stream] = newValue == 0 ? nil : newValue }
    }
}
