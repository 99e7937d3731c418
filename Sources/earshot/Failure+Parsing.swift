import ArgumentParser
import Assembly

extension Failure {
    /// Tells an error of the program from one of the argument parser.
    ///
    /// A request for help is an error too, of a type the parser keeps to itself: the exit code that it means has to tell.
    static func isOurs(_ error: any Error) -> Bool {
        !(error is ExitCode) && Earshot.exitCode(for: error) == .failure
    }
}
