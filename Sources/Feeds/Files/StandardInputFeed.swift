import Signals

/// Hears standard input as it comes, to its end; it may be compressed.
package struct StandardInputFeed: Feed {
    private let options: LineOptions

    package init(options: LineOptions) {
        self.options = options
    }

    package func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        try await StreamPlayer(.standardInput, options: options, news: .live, context: context).run(into: outlet)
    }
}
