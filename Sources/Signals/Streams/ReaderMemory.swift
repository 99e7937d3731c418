/// What a reader noted, as far as it concerns a page: what it noted of the page's signals, and what belongs to no signal.
///
/// It commits with the reader's cursor, and goes with the signal it belongs to; where that is forgotten, when the reader has
/// dealt with the removal.
package struct ReaderMemory: Sendable {
    /// The most bytes a key or a value may have.
    package static let limit = 1024

    package enum Change: Hashable, Sendable {
        /// - Precondition: key and value have no more than `limit` bytes each.
        case set(key: [UInt8], value: [UInt8], signal: Int64?)
        case remove(key: [UInt8])
    }

    private let values: [[UInt8]: [UInt8]]

    package init(_ values: [[UInt8]: [UInt8]] = [:]) { self.values = values }

    package subscript(key: [UInt8]) -> [UInt8]? { values[key] }
}
