import Synchronization

/// The progress of a request: read by its time limits, and by what is said when it fails.
final class RequestProgress: Sendable {
    private struct State {
        /// The server that is asked.
        var place: WebOrigin
        /// The proxy on the way to it.
        var proxy: WebOrigin?
        /// The address it is asked at; nil for its own name.
        var address: String?
        /// The head of the answer has come.
        var isReading = false
        /// Heads and pieces of bodies received.
        var pieces = 0
    }

    private let state: Mutex<State>
    private let connectTime: Duration

    init(at place: WebOrigin, connectTime: Duration) {
        state = Mutex(State(place: place))
        self.connectTime = connectTime
    }

    var place: WebOrigin { state.withLock(\.place) }
    var pieces: Int { state.withLock(\.pieces) }

    /// The server and where to reach it; nil behind a proxy.
    var server: (origin: WebOrigin, address: String)? {
        state.withLock { $0.proxy == nil ? ($0.place, $0.address ?? $0.place.host) : nil }
    }

    /// A request begins, the first or one after a redirect.
    func begins(at place: WebOrigin, through proxy: WebOrigin? = nil, address: String? = nil) {
        state.withLock {
            $0 = State(place: place, proxy: proxy, address: address, pieces: $0.pieces)
        }
    }

    /// A head or a piece of the body has come.
    func received() {
        state.withLock {
            $0.isReading = true
            $0.pieces += 1
        }
    }

    /// Puts an error of the transport into our words.
    func fault(_ error: any Error) -> any Error {
        if error is WebError { return error }
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        let state = state.withLock(\.self)
        let cause = WebError.Cause(error, isReading: state.isReading, connectTime: connectTime)
        return WebError(cause, at: cause.isOfConnecting ? state.proxy ?? state.place : state.place)
    }

    /// The time limit has passed.
    func overdue(after limit: Duration) -> WebError {
        let state = state.withLock(\.self)
        return WebError(state.isReading ? .unfinished(after: limit) : .noAnswer(after: limit), at: state.place)
    }
}

extension WebError.Cause {
    /// True if the next machine on the way is at fault, which may be a proxy.
    fileprivate var isOfConnecting: Bool {
        switch self {
        case .nameNotFound, .refused, .unreachable, .connectTimeout, .proxyRefusesCredentials, .proxyRefusesTunnel: true
        default: false
        }
    }
}
