/// What can be wrong with a store.
package enum StoreError: Error, Hashable, CustomStringConvertible {
    case missing(path: String)
    case notAStore(path: String)
    case newer(path: String)
    case older(path: String)
    case exists(path: String)
    case missingCopy(path: String)
    case held(path: String, holder: String)
    case damaged(path: String, reason: String)
    case cannotOpen(path: String, reason: String)
    /// A folder, pipe or device.
    case notAFile(path: String)
    /// The file was removed while it was open.
    case vanished(path: String)
    /// Another file has the name since it was opened.
    case replaced(path: String)
    /// Only the holder of the lease may do it.
    case needsLease(path: String)
    /// A batch was judged with other rules than the store was prepared for.
    case otherRules

    package var description: String {
        switch self {
        case .missing(let path):
            "there is no store at \(path). Hear something first: earshot replay FILE --store \(path)"
        case .notAStore(let path):
            "\(path) is no store of Earshot. Name another file with --store; this one was not touched."
        case .newer(let path):
            "the store \(path) was written by a newer version of Earshot. Use that version; this one changed nothing."
        case .older(let path):
            "the store \(path) is of an earlier version. Bring it up to date: earshot store upgrade --store \(path)"
        case .exists(let path):
            "\(path) is there already and was not touched. Move it away, or name another file."
        case .missingCopy(let path):
            "there is no file \(path). Name one that earshot backup has written."
        case .held(let path, let holder):
            "the store \(path) is being written by \(holder). Wait until that ends or stop it; a store has one writer."
        case .damaged(let path, let reason):
            "the store \(path) is damaged (\(reason)). Restore a copy (earshot restore FILE --store \(path)), or replay your files into a new one."
        case .cannotOpen(let path, let reason):
            "cannot open the store \(path): \(reason)"
        case .notAFile(let path):
            "\(path) is a folder, pipe or device. A store is a file: name another with --store."
        case .vanished(let path):
            "the store \(path) was removed while it was open. Put a copy back (earshot restore FILE --store \(path)), or begin a new one; what was heard after it went is not kept."
        case .replaced(let path):
            "another file took the place of the store \(path) while it was open, and was not touched. Start again to go on with that file; use earshot restore to put a copy in place."
        case .needsLease(let path):
            "the store \(path) was opened beside others, which may not hear, forget or trim. Open it to hear."
        case .otherRules:
            "the rules changed while posts were judged, and these were not kept. Run the same command again."
        }
    }
}
