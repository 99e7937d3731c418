import Hummingbird
import NIOCore
import Synchronization

/// The context of a request, which knows the connection that it came over.
struct DeskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Runs `body`, and cancels it when whoever asked goes away.
    func whileConnected<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let work = Task { try await body() }
        let watch = ConnectionWatch { work.cancel() }
        do { try await channel.pipeline.addHandler(watch, position: .first).get() } catch { work.cancel() }
        // It may have gone before anybody watched.
        if !channel.isActive { work.cancel() }
        defer { watch.end() }
        return try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
    }
}

/// Notices the end of a connection, or of what the other side sends over it.
private final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private let gone: Mutex<(@Sendable () -> Void)?>

    init(gone: @escaping @Sendable () -> Void) {
        self.gone = Mutex(gone)
    }

    /// Notices nothing any more.
    func end() { gone.withLock { $0 = nil } }

    func channelInactive(context: ChannelHandlerContext) {
        gone.withLock { $0 }?()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { gone.withLock { $0 }?() }
        context.fireUserInboundEventTriggered(event)
    }
}
