/// Hears every file of a folder, and those that come later.
///
/// A plain file is followed while it grows; a compressed one is heard when it has stopped growing. Files whose names start
/// with a dot or end as unfinished ones do are left alone.
package struct FolderFeed: Feed {
    private let path: String
    private let options: LineOptions

    package init(path: String, options: LineOptions) {
        (self.path, self.options) = (path, options)
    }

    package func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        let follower = FolderFollower(path: path, options: options, context: context)
        try await Following(follower: follower, context: context, outlet: outlet).run()
    }
}
