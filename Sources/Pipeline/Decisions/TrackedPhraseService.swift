import Language
package import Logging
import ServiceLifecycle
import Signals
package import Store

/// Listens for the phrases that people come to track, or no longer do, whatever process they decide in.
///
/// Reads one row a second while nothing is decided.
package actor TrackedPhraseService: Service {
    private static let interval = Duration.seconds(1)

    private let store: Store
    private let hearing: HearingService
    private let reloader: ConfigurationReloader
    private let log: Logger
    private let clock: any Clock<Duration>
    /// The place in the log up to which it was looked through.
    private var place: Int64 = 0
    private var known: [String] = []

    /// Makes what `run` runs.
    ///
    /// `reloader`: reads the topics anew, the tracked ones among them.
    package init(
        store: Store,
        hearing: HearingService,
        reloader: ConfigurationReloader,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.store = store
        self.hearing = hearing
        self.reloader = reloader
        self.log = log
        self.clock = clock
    }

    package func run() async throws {
        await rounds(every: Self.interval, on: clock) { await self.look() }
    }

    /// Takes over what came to be tracked since the last look.
    package func look() async {
        do {
            let last = try await store.lastDecision()
            guard last != place else { return }
            if try await store.hasDecisions(tracksBetween: place, and: last) { try await takeOver() }
            place = last
        } catch {
            let reason = StoreFault(error).map { "\($0)" } ?? "the store cannot be read"
            log.error("what is tracked could not be read", metadata: ["reason": "\(reason)"])
        }
    }

    private func takeOver() async throws {
        let phrases = try await TrackedPhrases(store).phrases
        defer { known = phrases }
        let heard = Set(hearing.rules.matcher.topics.map { $0.name.lowercased() })
        // Who asked may have had the topics read already.
        let isNew = phrases.contains { !known.contains($0) && !heard.contains($0.lowercased()) }
        let isFormer = known.contains { !phrases.contains($0) && heard.contains($0.lowercased()) }
        if isNew || isFormer { _ = await reloader.reload() }
    }
}
