import Foundation
import Signals

extension Timestamp {
    /// The wall clock's.
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
