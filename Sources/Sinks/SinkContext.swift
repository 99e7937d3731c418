package import Signals

/// What sinks are made with.
package struct SinkContext: Sendable {
    /// What becomes of volatile signals if the sink does not say.
    package let volatile: VolatilePolicy
    package let http: any HTTPWriter
    /// Where secrets may be.
    package let environment: [String: String]

    package init(volatile: VolatilePolicy, http: any HTTPWriter, environment: [String: String]) {
        self.volatile = volatile
        self.http = http
        self.environment = environment
    }
}
