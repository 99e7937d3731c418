package import Signals

/// The things that sinks are made with.
package struct SinkContext: Sendable {
    /// The treatment of volatile signals if the sink does not say.
    package let volatile: VolatilePolicy
    package let http: any HTTPWriter
    /// The environment, which may hold secrets.
    package let environment: [String: String]

    package init(volatile: VolatilePolicy, http: any HTTPWriter, environment: [String: String]) {
        self.volatile = volatile
        self.http = http
        self.environment = environment
    }
}
