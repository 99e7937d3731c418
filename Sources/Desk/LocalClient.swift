package import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Store

/// Asks the process that holds a store, over its local socket.
package struct LocalClient: Sendable {
    /// What was answered.
    package struct Answer: Sendable {
        package let isFine: Bool
        package let body: Data

        /// Why it was not, in the words of who answered.
        package var error: String? {
            (try? JSONDecoder().decode([String: String].self, from: body))?["error"]
        }
    }

    private let path: String

    /// nil where nothing answers for that store.
    package init?(store: String) {
        guard let path = LocalSocket.path(of: store), FileManager.default.fileExists(atPath: path) else { return nil }
        self.path = path
    }

    package func get(_ route: String) async throws -> Answer {
        try await send(.GET, route, Data())
    }

    package func post(_ route: String, _ body: (any Encodable & Sendable)? = nil) async throws -> Answer {
        try await send(.POST, route, try body.map { try JSONEncoder().encode($0) } ?? Data())
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func send(_ method: HTTPMethod, _ route: String, _ body: Data) async throws -> Answer {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        return try await connection.executeThenClose { answers, requests in
            try await requests.write(.head(head(method, route, length: body.count)))
            if !body.isEmpty { try await requests.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await requests.write(.end(nil))
            return try await Self.read(answers)
        }
    }

    private func head(_ method: HTTPMethod, _ route: String, length: Int) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: "/" + route)
        head.headers.add(name: "host", value: "earshot")
        head.headers.add(name: "content-length", value: "\(length)")
        head.headers.add(name: "connection", value: "close")
        return head
    }

    private static func read(_ parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws -> Answer {
        var isFine = false
        var body = Data()
        for try await part in parts {
            switch part {
            case .head(let head): isFine = (200..<300).contains(head.status.code)
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end: return Answer(isFine: isFine, body: body)
            }
        }
        throw ChannelError.eof
    }
}

/// The socket beside a store.
package enum LocalSocket {
    /// nil where the path is longer than a socket's may be.
    package static func path(of store: String) -> String? {
        let path = StorePath.real(store) + "-socket"
        // sun_path of sockaddr_un, with the NUL behind it.
        return path.utf8.count < 108 ? path : nil
    }
}
