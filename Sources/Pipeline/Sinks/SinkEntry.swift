import Signals
package import Sinks

/// A sink, and everything it was made of.
package struct SinkEntry: Supervised {
    package let sink: any Sink
    package let settings: any Hashable & Sendable

    package init(_ sink: any Sink, settings: any Hashable & Sendable = "") {
        (self.sink, self.settings) = (sink, settings)
    }

    package var identity: String { sink.reader.identity }
}

extension SinkEntry: CustomStringConvertible {
    /// Without the credentials that its parts hold.
    package var description: String { "sink \(identity)" }
}
