import ArgumentParser
import Foundation

extension [String] {
    /// Refuses a file that is named twice, in whatever way: the second would be heard in vain.
    ///
    /// - Throws: `ValidationError`.
    func refuseRepeatedPaths() throws {
        var known: Set<String> = []
        for path in self {
            let place = path == "-" ? path : URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard known.insert(place).inserted else {
                throw ValidationError("\(SafeText.line(path)) is named twice. Name it once.")
            }
        }
    }
}
