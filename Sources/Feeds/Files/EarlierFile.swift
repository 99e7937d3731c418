/// A file that was rotated away, and is heard to its end.
struct EarlierFile {
    let path: String
    let identity: FileIdentity
    let reader: BlockReader
    /// True once it is clear from where it is to be heard.
    var isBegun: Bool
    /// True if it may still be written; a compressed one is whole.
    let mayGrow: Bool
    /// The uptime at which something was heard of it last.
    var since = Duration.zero
    var isFinishing = false
}
