import Foundation
import Signals

/// Follows one file through growth, rotation and truncation.
///
/// A path that stands for a pipe is heard once, to its end.
package struct FileFeed: Feed {
    private let path: String
    private let options: LineOptions

    package init(path: String, options: LineOptions) {
        (self.path, self.options) = (path, options)
    }

    package func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        let source = StreamSource(path: path)
        guard case .file = source else {
            return try await StreamPlayer(source, options: options, news: .live, context: context).run(into: outlet)
        }
        let follower = FileFollower(path: path, options: options, context: context)
        try await Following(follower: follower, context: context, outlet: outlet).run()
    }
}
