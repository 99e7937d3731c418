import AsyncHTTPClient
import NIOCore

/// The body of an answer as it arrives, decompressed.
///
/// The next piece is asked of the server when this one was taken, so an endless body costs no more than a piece.
/// - Throws: `WebError`, also for a byte more than the request's limit; `CancellationError`.
package struct WebBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private let pieces: HTTPClientResponse.Body
    private let limit: Int?
    private let progress: RequestProgress

    init(_ pieces: HTTPClientResponse.Body, limit: Int?, progress: RequestProgress) {
        self.pieces = pieces
        self.limit = limit
        self.progress = progress
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private var pieces: HTTPClientResponse.Body.AsyncIterator
        private let limit: Int?
        private let progress: RequestProgress
        private var received = 0

        fileprivate init(_ body: WebBody) {
            pieces = body.pieces.makeAsyncIterator()
            limit = body.limit
            progress = body.progress
        }

        package mutating func next() async throws -> [UInt8]? {
            do {
                guard let piece = try await pieces.next() else { return nil }
                progress.received()
                received += piece.readableBytes
                if let limit, received > limit { throw WebError(.bodyTooLarge(limit: limit), at: progress.place) }
                return Array(piece.readableBytesView)
            } catch {
                throw progress.fault(error)
            }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Reads to the end.
    package func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in self { bytes += piece }
        return bytes
    }

    /// Reads this many bytes, fewer if there are no more; what follows is given up with the connection.
    package func beginning(_ count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in self {
            bytes += piece.prefix(count - bytes.count)
            if bytes.count == count { break }
        }
        return bytes
    }
}
