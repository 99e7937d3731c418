import ArgumentParser
import Assembly
import Foundation
import Signals

/// Who decides.
struct ReviewerOption: ParsableArguments {
    @Option(help: "Who decides; else $EARSHOT_USER, else your login name.")
    var by: String?

    var name: String {
        get throws { try Self.name(by, environment: ProcessInfo.processInfo.environment, login: Self.login) }
    }

    /// - Throws: `Failure` where nobody says who it is, or the name cannot be shown.
    static func name(_ stated: String?, environment: [String: String], login: () -> String?) throws -> String {
        let known = ["EARSHOT_USER", "USER", "LOGNAME"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let name = (stated ?? known ?? login())?.trimmingCharacters(in: .whitespaces), !name.isEmpty else {
            throw Failure(description: "nobody says who decides. Name yourself: --by ada, or EARSHOT_USER=ada.")
        }
        guard name != Decision.archive else {
            throw Failure(description: "archive is who archives are. Decide by a name of your own: --by ada.")
        }
        guard name.utf8.count <= 200, SafeText.escaped(name) == name else {
            throw Failure(description: "a name of more than 200 bytes or with control characters decides nothing.")
        }
        return name
    }

    /// Of the user that this process runs as.
    private static func login() -> String? {
        getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
    }
}
