package import Signals

/// A server that points are sent to, with its credentials.
package struct SinkTarget: Sendable {
    package let target: InfluxTarget
    package let includesRaw: Bool
    package let volatile: VolatilePolicy

    package init(target: InfluxTarget, includesRaw: Bool, volatile: VolatilePolicy) {
        self.target = target
        self.includesRaw = includesRaw
        self.volatile = volatile
    }
}
