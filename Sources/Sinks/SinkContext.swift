package import Settings
package import Signals

/// The things that sinks are made with.
package struct SinkContext: Sendable {
    /// The treatment of volatile signals if the sink does not say.
    package let volatile: VolatilePolicy
    package let http: any HTTPWriter
    /// The environment, which may hold secrets.
    package let environment: [String: String]
    package let now: @Sendable () -> Timestamp

    package init(
        volatile: VolatilePolicy,
        http: any HTTPWriter,
        environment: [String: String],
        now: @escaping @Sendable () -> Timestamp = WebWriter.wallClock
    ) {
        (self.volatile, self.http, self.environment, self.now) = (volatile, http, environment, now)
    }

    /// Reads the secret of a key anew with every request, for it may change; one that is gone later leaves the first in force.
    ///
    /// - Returns: nil if the entry names none.
    /// - Throws: `SecretError` if it is not there now.
    package func secret(_ key: String, of entry: Entry) throws -> (@Sendable () -> String)? {
        guard let secret = try entry.secret(key) else { return nil }
        let environment = environment
        let first = try secret.read(environment: environment)
        return { (try? secret.read(environment: environment)) ?? first }
    }
}
