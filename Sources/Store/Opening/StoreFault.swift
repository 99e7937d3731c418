import GRDB

/// A reason why a store could not be read or written.
package enum StoreFault: Hashable, Sendable, CustomStringConvertible {
    case full
    case busy
    /// The disk or the file system, in SQLite's words.
    case disk(detail: String)
    case damaged(detail: String)
    /// This batch can never be written: something in it breaks a rule of the store.
    case poison(detail: String)
    case other(detail: String)

    /// nil if the error is not the database's.
    package init?(_ error: any Error) {
        switch error {
        case let error as DatabaseError: self = Self.fault(error)
        // Not in GRDB's words, which print the row.
        case is RowDecodingError: self = .damaged(detail: "a row lacks a value, or holds one of the wrong type")
        default: return nil
        }
    }

    private static func fault(_ error: DatabaseError) -> StoreFault {
        let detail = detail(of: error)
        return switch error.resultCode {
        case .SQLITE_FULL: .full
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        // There was no room for the index of the log.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full
        // No descriptor left counts as the disk's, too.
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: .disk(detail: detail)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(detail: detail)
        case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE, .SQLITE_ABORT,
            .SQLITE_INTERNAL, .SQLITE_MISUSE:
            .poison(detail: detail)
        default: .other(detail: detail)
        }
    }

    /// In SQLite's words; an error of the disk has them for dozens of causes, of which its code says which.
    static func detail(of error: DatabaseError) -> String {
        let code = "SQLite error \(error.extendedResultCode.rawValue)"
        guard let message = error.message else { return code }
        return error.resultCode == .SQLITE_IOERR ? "\(message), \(code)" : message
    }

    /// True if the same may work later without anybody mending the store or the batch.
    package var isPassing: Bool {
        switch self {
        case .full, .busy, .disk: true
        case .damaged, .poison, .other: false
        }
    }

    package var description: String {
        switch self {
        case .full: "the disk is full"
        case .busy: "the store is locked by another program"
        case .damaged(let detail): "the store is damaged (\(detail))"
        case .disk(let detail), .poison(let detail), .other(let detail): detail
        }
    }
}
