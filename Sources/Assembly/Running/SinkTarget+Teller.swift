package import Pipeline
package import Sinks
package import Store

extension SinkTarget {
    package func teller(for store: Store, drainTimeout: Duration) -> Teller {
        var configuration = InfluxSink.Configuration()
        configuration.includesRaw = includesRaw
        configuration.volatile = volatile
        let sink = InfluxSink(target: target, outbox: store, http: FoundationHTTPWriter(), configuration: configuration)
        return Teller(sink: sink, store: store, drainTimeout: drainTimeout)
    }
}
