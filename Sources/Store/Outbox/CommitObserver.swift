import GRDB
import Signals

/// Counts the commits of this process, so that those who read the store need not look for them.
///
/// Wants no single change, which would cost every row: commits alone.
final class CommitObserver: TransactionObserver {
    private let commits: EventCount

    init(_ commits: EventCount) { self.commits = commits }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.advance() }
    func databaseDidRollback(_ db: Database) {}
}
