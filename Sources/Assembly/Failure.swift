import Store

/// Exit codes: a contract with scripts.
package enum ExitStatus {
    /// The one thing asked about is not there, or the answer is no.
    package static let no: Int32 = 1
    /// It was not done, or in part.
    package static let couldNotAnswer: Int32 = 2
}

/// An end with a sentence for people: what, where, and what to do next.
package struct Failure: Error, CustomStringConvertible {
    package let description: String
    package let exitCode: Int32

    package init(description: String, exitCode: Int32 = ExitStatus.couldNotAnswer) {
        self.description = description
        self.exitCode = exitCode
    }

    /// Ends a text with a full stop, unless it ends as a sentence does.
    package static func sentence(of text: String) -> String {
        text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
    }

    /// Returns a sentence for the person at the terminal.
    ///
    /// Our own errors say what to do, and hold no heard text and no secret; for those of libraries that is not certain.
    package static func sentence(for error: any Error) -> String {
        StoreFault(error).map(sentence) ?? "\(error)"
    }

    private static func sentence(for fault: StoreFault) -> String {
        switch fault {
        case .full:
            "the disk is full, so the store could not be written. Make room and run the same command again: nothing that was "
                + "kept is lost, and nothing is heard twice."
        case .damaged(let detail):
            "the store is damaged (\(detail)). Restore a copy (earshot restore FILE), or replay your files into a new one."
        case .busy: "the store is locked by another program. Run the command again when that has ended."
        case .disk(let detail):
            "the store's disk failed (\(detail)). Run the same command again; where that helps nothing, look at the disk."
        case .poison(let detail), .other(let detail): "the store could not be used: \(detail)."
        }
    }
}
