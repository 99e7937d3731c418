/// A file that was rotated away, and is heard to its end.
struct EarlierFile {
    let path: String
    let identity: FileIdentity
    let reader: BlockReader
    /// Whether it is clear where it is to be heard from.
    var isBegun: Bool
    /// Whether it may still be written; a compressed one is whole.
    let mayGrow: Bool
    /// When something was heard of it last.
    var since = Duration.zero
    var isFinishing = false
}
