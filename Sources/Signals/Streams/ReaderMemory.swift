/// A reader's notes, as far as they concern a page: those of the page's signals, and those that belong to no signal.
///
/// They commit with the reader's cursor, and go with the signal they belong to; if that is forgotten, when the reader
/// has dealt with the removal.
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
