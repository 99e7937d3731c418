import Foundation
import Synchronization

/// A receiver of webhooks that holds signals by id, as the reference advises.
package final class WebhookReceiver: Sendable {
    private struct State {
        var told: [String] = []
        var held: [String: String] = [:]
        var causes: [String: Int] = [:]
        var keys: [String: Int] = [:]
    }

    private let held: Held
    private let server: ScriptedServer

    package var url: String { "\(server.url)/in" }
    package var requests: [RecordedRequest] { server.requests }
    /// The ids that are held: what was told and not taken back.
    package var ids: [String] { held.state.withLock { Array($0.held.keys) } }
    /// The ids in the order in which they were told, each as often as it was.
    package var told: [String] { held.state.withLock(\.told) }
    /// The number of elements by their cause.
    package var causes: [String: Int] { held.state.withLock(\.causes) }
    /// The number of deliveries by their `Idempotency-Key`.
    package var keys: [String: Int] { held.state.withLock(\.keys) }

    /// `answer`: what it says to a request that it has taken in.
    package init(answer: @escaping @Sendable (RecordedRequest) -> ScriptedServer.Answer = { _ in .status(200) }) throws
    {
        let held = Held()
        self.held = held
        server = try ScriptedServer { request in
            held.take(request)
            return answer(request)
        }
    }

    private final class Held: Sendable {
        let state = Mutex(State())

        func take(_ request: RecordedRequest) {
            guard request.method == "POST",
                let body = try? JSONSerialization.jsonObject(with: Data(request.sent)) as? [String: Any]
            else { return }
            state.withLock { state in
                state.keys[request.headers["idempotency-key"] ?? "", default: 0] += 1
                for element in body["signals"] as? [[String: Any]] ?? [body] {
                    let id = "\(element["source"] ?? ""):\(element["id"] ?? "")"
                    let cause = element["cause"] as? String ?? ""
                    state.causes[cause, default: 0] += 1
                    if cause == "removed" {
                        state.held[id] = nil
                    } else {
                        state.told.append(id)
                        state.held[id] = element["text"] as? String
                    }
                }
            }
        }
    }
}
