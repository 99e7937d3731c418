import ArgumentParser
import Feeds
import Language
import Pipeline
import Settings
import Sinks
import Store

/// Exit codes: a contract with scripts.
enum ExitStatus {
    /// The answer is no.
    static let no: Int32 = 1
    static let couldNotAnswer: Int32 = 2
}

/// An end with a sentence for people: what, where, and what to do next.
struct Failure: Error, CustomStringConvertible {
    let description: String
    var exitCode = ExitStatus.couldNotAnswer

    /// Whether an error is one of the program's own, and not the argument parser's.
    ///
    /// A request for help is an error too, of a type the parser keeps to itself: the exit code that it means has to tell.
    static func isOurs(_ error: any Error) -> Bool {
        !(error is ExitCode) && Earshot.exitCode(for: error) == .failure
    }

    /// A sentence that is safe to print: no heard text, no secret.
    static func sentence(for error: any Error) -> String {
        if let fault = StoreFault(error) { return sentence(for: fault) }
        return switch error {
        case let error as any CustomStringConvertible
        where error is StoreError || error is StreamError || error is FeedFault || error is TopicError
            || error is ModelError
            || error is InfluxTargetError || error is ConfigurationError || error is WordListError
            || error is ReviewError || error is ReviewFilter.Fault:
            error.description
        default: "\(error)"
        }
    }

    private static func sentence(for fault: StoreFault) -> String {
        switch fault {
        case .full:
            "the disk is full, so the store could not be written. Make room and run the same command again: nothing that was "
                + "kept is lost, and nothing is heard twice."
        case .damaged(let detail):
            "the store is damaged (\(detail)). Restore a copy (earshot restore FILE), or replay your files into a new one."
        case .busy: "the store is locked by another program. Run the command again when that has ended."
        case .other(let detail): "the store could not be used: \(detail)."
        }
    }
}
