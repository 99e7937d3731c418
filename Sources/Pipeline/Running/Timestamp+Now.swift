import Foundation
package import Signals

extension Timestamp {
    /// The wall clock's.
    package static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
