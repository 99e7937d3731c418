import AsyncHTTPClient

/// An answer, and the client that was made for it alone.
struct WebConnection: Sendable {
    let response: HTTPClientResponse
    var client: HTTPClient?

    func close() async {
        // It fails only if it was shut down before.
        try? await client?.shutdown()
    }
}
