import Crypto
import Signals

/// The headers by which a receiver knows who sent a body, and whether it had it before.
struct WebhookSignature {
    private let secret: String?

    init(secret: String?) { self.secret = secret }

    /// `place`: where the body stands in the outbox, so that what is sent again on purpose is another delivery.
    func headers(of body: [UInt8], place: OutboxPosition, at time: Timestamp) -> [String: String] {
        var hash = SHA256()
        hash.update(data: body)
        hash.update(data: Array(OutboxStream.allCases.map { "\(place[$0])" }.joined(separator: ",").utf8))
        var headers = [
            "Content-Type": "application/json",
            "Idempotency-Key": Self.hexadecimal(hash.finalize().prefix(16)),
            "X-Earshot-Timestamp": "\(time.milliseconds / 1000)",
        ]
        if let secret {
            let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8)))
            headers["X-Earshot-Signature"] = "sha256=" + Self.hexadecimal(code)
        }
        return headers
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
