import Pipeline
import Signals
import earshot

/// Somebody at a desk: types keys, and what the session asks is asked at once.
struct DeskSitting {
    static let now = Timestamp(seconds: 1_773_133_200)

    let desk: ScriptedDesk
    private(set) var session: ReviewSession
    /// What the session wanted that no desk does.
    private(set) var actions: [ReviewSession.Action] = []

    init(_ desk: ScriptedDesk, size: ScreenSize = .usual) async {
        self.desk = desk
        session = ReviewSession(query: ReviewQuery(by: "ada"), size: size)
        await handle(.opened)
    }

    mutating func press(_ keys: Key...) async {
        for key in keys { await handle(.key(key)) }
    }

    /// Types a text, letter by letter.
    mutating func type(_ text: String) async {
        for letter in text { await press(.text(String(letter))) }
    }

    mutating func handle(_ event: ReviewSession.Event) async {
        var event = event
        while true {
            switch session.handle(event, now: Self.now) {
            case .ask(let request):
                do {
                    event = .answered(try await request.carryOut(at: desk))
                } catch {
                    event = .failed("The desk went away.")
                }
            case let action?:
                actions.append(action)
                return
            case nil: return
            }
        }
    }
}
