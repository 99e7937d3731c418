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

    /// In SQLite's words, with the code by which its documentation knows the cause where there is more to it.
    static func detail(of error: DatabaseError) -> String {
        let code = error.extendedResultCode
        guard let message = error.message else { return "SQLite error \(code.rawValue)" }
        return code == error.resultCode ? message : "\(message), SQLite error \(code.rawValue)"
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
