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
        case .otherRules:
            "the rules changed while posts were judged, and these were not kept. Run the same command again."
        }
    }
}
