import Settings
import Signals

/// Everything that a sink is made of.
struct SinkSettings: Hashable {
    let entry: Entry
    let volatile: VolatilePolicy
}
