import Foundation
import Settings
import Signals

extension SinkKind {
    package static let webhook = SinkKind(
        name: "webhook",
        summary: "posts signals as JSON to an address, from now on",
        place: Key("webhook", .address, "the receiver", example: "https://example.org/in"),
        keys: [
            Key(
                "secret",
                .secret,
                "where the secret is that bodies are signed with; a changed one counts with the next"
            ),
            Key(
                "batch",
                .number(sizes),
                "signals of one body; 1 sends each as an object of its own",
                example: "100",
                usual: "1"
            ),
        ],
        access: .open,
        blindSpots: ["what was heard before it was set up", "figures of relevance", "the line as it was heard"],
        template: ["- webhook: https://example.org/in", "  secret_file: webhook-secret", "  batch: 1"],
        identity: { "webhook:\(try url(of: $0).absoluteString)" },
        check: { entry, context in
            do {
                let fault = try await fault(entry, context)
                let address = try url(of: entry).absoluteString
                return [Finding(what: noun, message: fault ?? address, isFine: fault == nil)]
            } catch {
                return [.fault(noun, "\(error)")]
            }
        },
        make: { entry, context in
            var configuration = WebhookSink.Configuration()
            configuration.batch = try batch(of: entry)
            configuration.volatile = try entry["volatile"]?.volatilePolicy() ?? context.volatile
            return WebhookSink(
                url: try url(of: entry),
                secret: try context.secret("secret", of: entry),
                http: context.http,
                configuration: configuration,
                now: context.now
            )
        }
    )

    private static let sizes = 1...500

    private static func url(of entry: Entry) throws -> URL {
        let text = try entry.placeText()
        guard ServerAddress(text) != nil, let url = URL(string: text) else {
            throw entry.error("this is no address of a receiver. Write webhook: https://HOST/PATH")
        }
        return url
    }

    private static func batch(of entry: Entry) throws -> Int {
        try entry["batch"]?.number(in: sizes) ?? WebhookSink.Configuration().batch
    }

    /// A receiver that answers anything at all is there: what it makes of a post is not tried.
    private static func fault(_ entry: Entry, _ context: SinkContext) async throws -> String? {
        _ = (try batch(of: entry), try context.secret("secret", of: entry))
        do {
            let answer = try await context.http.head(try url(of: entry))
            return answer.status == 410 ? "the receiver is gone for good (410). Remove the sink" : nil
        } catch let error as NoAnswer {
            return "no answer: \(error.reason)"
        }
    }
}
