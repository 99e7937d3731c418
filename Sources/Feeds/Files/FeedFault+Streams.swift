import Foundation
import Signals

extension FeedFault {
    /// The fault of a feed whose stream cannot be read.
    package init(_ error: StreamError) {
        let words = error.description
        switch error {
        case .cannotOpen(_, let reason), .cannotRead(_, let reason):
            let isMissing = reason == StreamError.reason(ENOENT)
            self = .needsPerson(Cause(isMissing ? .missing : .unreadable, words), remedy: "")
        case .brokenGzip, .brokenZstandard: self = .needsPerson(Cause(.damaged, words), remedy: "")
        case .compressed, .notAFile, .endless: self = .needsPerson(Cause(.refused, words), remedy: "")
        case .outOfDescriptors: self = .passing(Cause(.limit, words))
        }
    }
}
