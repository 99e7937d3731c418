import Signals
import Store

extension Cause {
    /// A fault of the store, in words that are safe to log.
    init(_ fault: StoreFault) {
        switch fault {
        case .full: self.init(.diskFull, "the disk is full")
        case .busy: self.init(.busy, "the store is locked by another program")
        case .damaged: self.init(.damaged, "\(fault)")
        case .disk, .poison, .other: self.init(.failed, "\(fault)")
        }
    }
}
