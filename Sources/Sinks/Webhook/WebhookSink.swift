package import Foundation
package import Signals
import Synchronization

/// Posts signals to an address as JSON, signed if there is a secret.
///
/// At least once: what was sent and not answered is sent again, with the same `Idempotency-Key` as long as the process lasts.
package final class WebhookSink: Sink {
    package struct Configuration: Sendable {
        /// The most signals of one body; 1 sends each as an object of its own.
        package var batch = 1
        /// The treatment of volatile signals.
        package var volatile = VolatilePolicy.keep

        package init() {}
    }

    private struct State {
        /// Where the last page began and how many items of it were sent, if they are to be sent again.
        var attempt: (start: OutboxPosition, count: Int)?
        /// True once the receiver said that it is gone: it is asked no more.
        var isGone = false
    }

    package let reader: OutboxReader
    private let url: URL
    private let secret: (@Sendable () -> String)?
    private let http: any HTTPWriter
    private let configuration: Configuration
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// `secret`: asked for with every request, because it may change.
    package init(
        url: URL,
        secret: (@Sendable () -> String)?,
        http: any HTTPWriter,
        configuration: Configuration = Configuration(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        reader = OutboxReader(
            identity: "webhook:\(url.absoluteString)",
            kind: "webhook",
            reads: [.removals, .signals],
            start: .now,
            removal: .byMemory
        )
        (self.url, self.secret, self.http) = (url, secret, http)
        (self.configuration, self.now) = (configuration, now)
    }

    package var pageLimit: Int { configuration.batch }
    package var gathers: Duration { configuration.batch > 1 ? .seconds(1) : .zero }

    package func deliver(_ page: OutboxPage, _ memory: ReaderMemory) async -> Delivery {
        guard !state.withLock(\.isGone) else { return .held(Self.gone) }
        let count = itemCount(of: page)
        let body = WebhookBody(page.items.prefix(count), memory, volatile: configuration.volatile)
        guard body.count > 0 else { return .dealt(through: count) }
        let bytes = body.bytes(asPage: configuration.batch > 1)
        // Not the end of the page, which moves with what is not for this sink.
        let place = page.items[count - 1].position
        do {
            try Task.checkCancellation()
            let answer = try await post(bytes, place)
            return delivery(of: answer, count, told: bytes, body.memory)
        } catch let error as NoAnswer {
            return HTTPWait.unanswered(error).delivery
        } catch {
            return .later(Cause(.stopped, "the delivery was cancelled"))
        }
    }

    /// As many as the attempt before had, so that a body whose fate is unknown is sent again as it was.
    private func itemCount(of page: OutboxPage) -> Int {
        state.withLock { state in
            var count = page.items.count
            if let attempt = state.attempt, attempt.start == page.start { count = min(count, attempt.count) }
            state.attempt = (page.start, count)
            return count
        }
    }

    private func post(_ body: [UInt8], _ place: OutboxPosition) async throws -> HTTPAnswer {
        let secret = secret?()
        let headers = WebhookSignature(secret: secret).headers(of: body, place: place, at: now())
        let answer = try await http.post(body, to: url, headers: headers)
        return answer.without(secret.map { [$0] } ?? [])
    }

    // MARK: Answers

    private static let gone = Cause(
        .gone,
        "the receiver is gone for good (410) and is told no more. Remove the sink, or start Earshot again once it is back"
    )

    private func delivery(
        of answer: HTTPAnswer,
        _ count: Int,
        told body: [UInt8],
        _ memory: [ReaderMemory.Change]
    ) -> Delivery {
        switch answer.status {
        case 200..<300: return .dealt(through: count, memory: memory)
        case 410:
            state.withLock { $0.isGone = true }
            return .held(Self.gone)
        case 413: return .smaller
        // A receiver that does not like one signal of several does not say which.
        case 400, 422:
            guard count == 1 else { return .smaller }
            let cause = Cause(.refused, "the receiver refused it (\(answer.status))", theirs: answer.message)
            return .dealt(through: count, refused: [Refusal(item: 0, cause: cause, payload: body)])
        default:
            let advice =
                "Set secret_file to the secret that the receiver knows, or change what asks for credentials there"
            return answer.wait("the receiver", credentials: advice).delivery
        }
    }
}

extension WebhookSink: CustomStringConvertible {
    package var description: String { reader.identity }
}
