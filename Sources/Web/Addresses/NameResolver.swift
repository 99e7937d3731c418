import Dispatch
import Glibc
import Synchronization

/// Finds the addresses of a name.
package struct NameResolver: Sendable {
    /// Returns the addresses in the order in which to try them; none if the name is not known.
    package let addresses: @Sendable (_ host: String) async throws -> [IPAddress]

    package init(addresses: @escaping @Sendable (_ host: String) async throws -> [IPAddress]) {
        self.addresses = addresses
    }

    /// The system's: `/etc/hosts`, name servers, and what else the machine is set up for.
    ///
    /// It also reads an address in any spelling that the system takes, such as `127.1` or `2130706433`.
    package static let system = NameResolver { host in
        let waiting = Waiting()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.begin(continuation)
                // A look-up blocks, for half a minute where no name server answers: not on the threads of tasks.
                DispatchQueue.global().async { waiting.end(.success(lookUp(host))) }
            }
        } onCancel: {
            waiting.end(.failure(CancellationError()))
        }
    }

    private static func lookUp(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next {
            if let address = IPAddress(entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    /// A continuation that is resumed once: by the look-up, or by the cancellation that did not wait for it.
    private final class Waiting: Sendable {
        typealias Continuation = CheckedContinuation<[IPAddress], any Error>

        private enum State {
            case idle
            case waiting(Continuation)
            case ended(Result<[IPAddress], any Error>)
        }

        private let state = Mutex(State.idle)

        func begin(_ continuation: Continuation) {
            let ended: Result<[IPAddress], any Error>? = state.withLock {
                if case .ended(let result) = $0 { return result }
                $0 = .waiting(continuation)
                return nil
            }
            if let ended { continuation.resume(with: ended) }
        }

        func end(_ result: Result<[IPAddress], any Error>) {
            let continuation: Continuation? = state.withLock { state in
                switch state {
                case .ended: return nil
                case .idle:
                    state = .ended(result)
                    return nil
                case .waiting(let continuation):
                    state = .ended(result)
                    return continuation
                }
            }
            continuation?.resume(with: result)
        }
    }
}

extension IPAddress {
    fileprivate init?(_ entry: addrinfo) {
        switch entry.ai_family {
        case AF_INET:
            bytes = entry.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = entry.ai_addr.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }
}
