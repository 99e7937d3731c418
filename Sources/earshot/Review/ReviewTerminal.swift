import Assembly
import Foundation
import Pipeline
import Signals

/// The desk in a terminal: runs a session, carries out what it says, and shows what it looks like.
struct ReviewTerminal {
    private enum Event: Sendable {
        case terminal(RawTerminal.Event)
        case session(ReviewSession.Event)
    }

    /// The desk is slow when it takes longer.
    private static let patience = Duration.milliseconds(300)
    /// More than anybody types while one key is looked at; the oldest go first.
    private static let waitingEvents = 4096

    let desk: any ReviewDesk
    let query: ReviewQuery
    let isColoured: Bool

    /// Runs until the person ends it.
    ///
    /// - Returns: the signal that ended it; nil where the person did.
    func run() async -> Int32? {
        let (events, feed) = AsyncStream.makeStream(
            of: Event.self,
            bufferingPolicy: .bufferingNewest(Self.waitingEvents)
        )
        let terminal = RawTerminal { feed.yield(.terminal($0)) }
        terminal.open()
        defer { terminal.close() }
        feed.yield(.session(.opened))
        return await withDiscardingTaskGroup { tasks in
            var session = ReviewSession(query: query, size: terminal.size)
            var painter = ScreenPainter(isColoured: isColoured)
            for await event in events {
                if case .terminal(.ended(let signal)) = event {
                    tasks.cancelAll()
                    return signal
                }
                if case .terminal(.resumed) = event { painter.forget() }
                for event in Self.sessionEvents(event, terminal) {
                    switch session.handle(event, now: .now) {
                    case .ask(let request): ask(request, number: session.asked, &tasks) { feed.yield(.session($0)) }
                    case .redraw: painter.forget()
                    case .suspend: terminal.suspend()
                    case .end:
                        // Before the desk has answered: nobody waits for that at a dead screen.
                        terminal.close()
                        tasks.cancelAll()
                        return nil
                    case nil: break
                    }
                }
                terminal.write(painter.bytes(ReviewScreen(session)))
            }
            return nil
        }
    }

    private static func sessionEvents(_ event: Event, _ terminal: RawTerminal) -> [ReviewSession.Event] {
        switch event {
        case .session(let event): [event]
        case .terminal(.keys(let keys)): keys.map { .key($0) }
        case .terminal(.resized(let size)): [.resized(size)]
        case .terminal(.resumed): [.resized(terminal.size)]
        case .terminal(.ended): []
        }
    }

    // MARK: Asking

    private func ask(
        _ request: ReviewSession.Request,
        number: Int,
        _ tasks: inout DiscardingTaskGroup,
        tell: @escaping @Sendable (ReviewSession.Event) -> Void
    ) {
        tasks.addTask { tell(await answer(request)) }
        tasks.addTask {
            guard (try? await Task.sleep(for: Self.patience)) != nil else { return }
            tell(.waited(number))
        }
    }

    private func answer(_ request: ReviewSession.Request) async -> ReviewSession.Event {
        do {
            return .answered(try await request.carryOut(at: desk))
        } catch {
            return .failed(Self.sentence(for: error))
        }
    }

    private static func sentence(for error: any Error) -> String {
        let sentence = (error as? Failure)?.description ?? Failure.sentence(for: error)
        if sentence == Failure.wentAway.description { return "The running Earshot went away; nothing is lost." }
        let start = sentence.prefix(1).uppercased() + sentence.dropFirst()
        return Failure.sentence(of: start)
    }
}
