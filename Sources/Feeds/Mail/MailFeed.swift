import Foundation
import Signals

/// Hears a mailbox: an mbox file that is followed as any file is, or a Maildir.
package struct MailFeed: Feed {
    private let path: String
    private let options: LineOptions

    package init(path: String, keepsRaw: Bool = false) {
        self.path = path
        options = LineOptions(format: .mail, keepsRaw: keepsRaw)
    }

    package func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        switch Mailbox(path: path) {
        case .mbox: try await FileFeed(path: path, options: options).run(context, into: outlet)
        case .maildir:
            let follower = MaildirFollower(path: path, options: options, context: context)
            try await Following(follower: follower, context: context, outlet: outlet).run()
        case .folder:
            throw .needsPerson(Cause(.refused, Mailbox.folderFault(path)), remedy: Mailbox.folderRemedy)
        }
    }
}
