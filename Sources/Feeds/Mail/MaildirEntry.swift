import Signals

/// A mail in a Maildir: where it is now, and the part of its name that stays when it is read, marked or moved.
struct MaildirEntry {
    let path: String
    /// XXH64 of what stands before the flags, which follow a colon.
    let id: UInt64
    /// The time in its name, in seconds since 1970; 0 if there is none.
    let delivered: Int64

    /// nil if the name is hidden.
    init?(folder: String, name: String) {
        guard !name.hasPrefix(".") else { return nil }
        path = "\(folder)/\(name)"
        // Where no colon may stand in names, a semicolon or an exclamation mark does.
        let base = name.prefix { !":;!".contains($0) }
        id = StableHash.hash(String(base))
        delivered = Int64(name.prefix { $0.isNumber }) ?? 0
    }
}
