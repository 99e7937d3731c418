import Foundation
import Synchronization

/// A server that does on each connection what a test says, byte by byte.
package final class RawServer: Sendable {
    /// A place at which it listens.
    package enum Place: Sendable {
        case ipv4
        case ipv6
        case socket(path: String)
    }

    /// 0 for a socket.
    package let port: Int
    private let listener: Int32
    private let record = RequestRecord()

    /// Requests read so far.
    package var requests: [RecordedRequest] { record.state.withLock(\.requests) }
    /// Connections taken so far.
    package var connections: Int { record.state.withLock(\.connections) }

    package init(_ place: Place = .ipv4, _ behaviour: @escaping @Sendable (RawConnection) -> Void) throws {
        (listener, port) = try Self.listen(place)
        let (listener, record) = (listener, record)
        Thread.detachNewThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    close(listener)
                    return
                }
                record.state.withLock { $0.connections += 1 }
                let connection = RawConnection(descriptor, record)
                Thread.detachNewThread { behaviour(connection) }
            }
        }
    }

    deinit {
        // Wakes the thread in accept, which closes it.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func listen(_ place: Place) throws -> (descriptor: Int32, port: Int) {
        switch place {
        case .ipv4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let descriptor = try bound(AF_INET, &address)
            return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
        case .ipv6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_addr = in6addr_loopback
            let descriptor = try bound(AF_INET6, &address)
            return (descriptor, Int(UInt16(bigEndian: address.sin6_port)))
        case .socket(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
            return (try bound(AF_UNIX, &address), 0)
        }
    }

    private static func bound<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        var length = socklen_t(MemoryLayout<Address>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound, Glibc.listen(descriptor, 64) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return descriptor
    }
}

/// The requests that a server got; its connections outlive it.
private final class RequestRecord: Sendable {
    let state = Mutex<(requests: [RecordedRequest], connections: Int)>(([], 0))
}

/// The server's end of a connection; it is closed when nobody holds it any more.
package final class RawConnection: Sendable {
    private let descriptor: Int32
    private let reader: Mutex<RequestReader>
    private let record: RequestRecord

    fileprivate init(_ descriptor: Int32, _ record: RequestRecord) {
        self.descriptor = descriptor
        reader = Mutex(RequestReader(descriptor))
        self.record = record
    }

    deinit {
        close(descriptor)
    }

    /// Reads the next request; nil at the connection's end.
    @discardableResult
    package func request() -> RecordedRequest? {
        let request = reader.withLock { $0.next() }
        if let request { record.state.withLock { $0.requests.append(request) } }
        return request
    }

    /// Sends bytes; false once the client has closed the connection.
    @discardableResult
    package func send(_ bytes: some Sequence<UInt8>) -> Bool {
        let bytes = Array(bytes)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    @discardableResult
    package func send(_ text: String) -> Bool {
        send(text.utf8)
    }

    /// Carries bytes to and from a server on loopback until the client has closed the connection.
    package func relay(toPort port: Int) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(upstream, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return }
        Thread.detachNewThread {
            Self.copy(upstream, self.descriptor)
            close(upstream)
        }
        Self.copy(descriptor, upstream)
        shutdown(upstream, Int32(SHUT_RDWR))
    }

    private static func copy(_ from: Int32, _ to: Int32) {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(from, &bytes, bytes.count, 0)
            guard count > 0, Glibc.send(to, bytes, count, Int32(MSG_NOSIGNAL)) == count else { return }
        }
    }

    /// Returns when the client has closed the connection.
    package func awaitEnd() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }
}
