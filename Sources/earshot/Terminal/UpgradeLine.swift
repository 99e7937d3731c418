import Store
import Synchronization

/// Says on standard error that a store is being brought up to date, once that takes longer than a moment: with a bar on a
/// terminal, else in one sentence.
enum UpgradeLine {
    private static let width = 30
    private static let isSaid = Mutex(false)

    /// `progress`: nil when it is over.
    @Sendable static func show(_ progress: UpgradeProgress?) {
        guard StandardError.isTerminal else {
            let isNew = isSaid.withLock { isSaid in
                defer { isSaid = true }
                return !isSaid
            }
            if isNew {
                StandardError.write("earshot: the store is of an earlier version, and is being brought up to date.")
            }
            return
        }
        StandardError.rewrite(progress.map(bar) ?? "")
    }

    /// `upgrading the store [######            ] 11 ports`.
    static func bar(_ progress: UpgradeProgress) -> String {
        let filled = min(max(Int(progress.fraction * Double(width)), 0), width)
        let bar = String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled)
        return "upgrading the store [\(bar)] \(progress.migration)"
    }
}
