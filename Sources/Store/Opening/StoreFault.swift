import GRDB

/// Why a store could not be read or written.
package enum StoreFault: Hashable, Sendable, CustomStringConvertible {
    case full
    case busy
    case damaged(detail: String)
    case other(detail: String)

    /// nil where the error is not the database's.
    package init?(_ error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        let detail = Self.detail(of: error)
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(detail: detail)
        default: self = .other(detail: detail)
        }
    }

    /// In SQLite's words; an error of the disk has them for dozens of causes, of which its code says which.
    static func detail(of error: DatabaseError) -> String {
        let code = "SQLite error \(error.extendedResultCode.rawValue)"
        guard let message = error.message else { return code }
        return error.resultCode == .SQLITE_IOERR ? "\(message), \(code)" : message
    }

    /// Whether the same may work later without anybody mending the store.
    package var isPassing: Bool {
        if case .damaged = self { return false }
        return true
    }

    package var description: String {
        switch self {
        case .full: "the disk is full"
        case .busy: "the store is locked by another program"
        case .damaged(let detail): "the store is damaged (\(detail))"
        case .other(let detail): detail
        }
    }
}
