package import Pipeline
package import Signals

/// One person's sitting at the desk: what the screen shows, and what each key does.
///
/// An event changes the session and may give an action, which `ReviewTerminal` carries out. While the desk is asked, keys that
/// decide do nothing: a key counts for what is on the screen, and never for an item that is not there yet.
package struct ReviewSession: Hashable, Sendable {
    /// What the desk is asked.
    package enum Request: Hashable, Sendable {
        case page(ReviewQuery)
        /// How many items would be decided at once.
        case count(ReviewQuery, decision: Decision.Verdict)
        case decide(ReviewDecision)
        case undo(by: String)
        case snooze(ReviewSnooze)
        /// Whether it takes back an assignment of this sitting.
        case assign(ReviewAssignment, isUndo: Bool)
        case history
    }

    package enum Answer: Hashable, Sendable {
        case page(ReviewPage)
        case selection(ReviewSelection)
        case outcome(ReviewOutcome)
        case steps([ReviewStep])
        case done
    }

    package enum Event: Hashable, Sendable {
        case opened
        case key(Key)
        case resized(ScreenSize)
        case answered(Answer)
        /// The desk has been asked for a while; which of the requests.
        case waited(Int)
        /// The desk could not do what it was asked: why, in a sentence.
        case failed(String)
    }

    package enum Action: Hashable, Sendable {
        case ask(Request)
        /// Draws the whole screen anew.
        case redraw
        case suspend
        case end
    }

    /// What takes the place of the item.
    package enum Cover: Hashable, Sendable {
        case why
        case help
        case history([ReviewStep])
    }

    package struct Prompt: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case filter
            case mute
            case track
            case assign
        }

        package let kind: Kind
        package var text = ""
        /// What is wrong with it.
        package var fault: String?
    }

    package enum Question: Hashable, Sendable {
        /// Whether all that the filter leaves is to be decided.
        case all(decision: Decision.Verdict, ReviewSelection)
        /// Whether it is to be decided although somebody else did, or is about to.
        case conflict(ReviewDecision, ReviewOutcome.Conflict)
    }

    /// What came of the last key.
    package struct Note: Hashable, Sendable {
        package var text: String
        package var isFault = false
    }

    /// What can be taken back, the latest last.
    enum Step: Hashable, Sendable {
        case decided
        case snoozed(ReviewItem)
        case assigned(ReviewItem)
    }

    /// So many steps and items that were passed over are remembered.
    static let memory = 1000
    /// So much can be written at a prompt.
    private static let promptLimit = 500
    /// As many steps of the history are shown.
    package static let historyLimit = 200

    package internal(set) var query: ReviewQuery
    package internal(set) var size: ScreenSize
    package internal(set) var page: ReviewPage?
    /// What is decided on.
    package internal(set) var item: ReviewItem?
    package internal(set) var cover: Cover?
    package internal(set) var prompt: Prompt?
    package internal(set) var question: Question?
    package internal(set) var note: Note?
    /// What the desk is being asked.
    package internal(set) var pending: Request?
    /// How often it was asked.
    package internal(set) var asked = 0
    /// Whether it takes its time.
    package internal(set) var isSlow = false
    /// What it could not do.
    package internal(set) var failed: Request?
    /// The first line that is shown of the post, or of what covers it.
    package internal(set) var scroll = 0
    /// The latest last.
    var passed: [ReviewItem] = []
    var steps: [Step] = []

    package init(query: ReviewQuery, size: ScreenSize) {
        self.query = query
        self.size = size
    }

    /// What an event does, and what is to be done for it.
    ///
    /// `now`: what putting off is counted from.
    package mutating func handle(_ event: Event, now: Timestamp) -> Action? {
        switch event {
        case .opened: return ask(.page(query))
        case .resized(let size):
            self.size = size
            scroll(by: 0)
            return .redraw
        case .answered(let answer): return take(answer)
        case .failed(let sentence): fail(sentence)
        case .waited(let number): isSlow = pending != nil && number == asked
        case .key(let key): return press(key, now)
        }
        return nil
    }

    private mutating func fail(_ sentence: String) {
        // What is still on the screen has been dealt with.
        if case .page = pending { item = nil }
        (failed, pending, isSlow) = (pending, nil, false)
        note = Note(text: "\(sentence) Enter tries again.", isFault: true)
    }

    mutating func ask(_ request: Request) -> Action {
        (pending, failed, isSlow) = (request, nil, false)
        asked += 1
        return .ask(request)
    }

    // MARK: Keys

    private mutating func press(_ key: Key, _ now: Timestamp) -> Action? {
        switch key {
        case .interrupt: return .end
        case .endOfInput where prompt?.text.isEmpty != false: return .end
        case .suspend: return .suspend
        case .redraw: return .redraw
        default: break
        }
        if prompt != nil { return write(key) }
        if question != nil { return answer(key) }
        if cover != nil { return turn(key) }
        return command(key, now)
    }

    /// A key at a prompt.
    private mutating func write(_ key: Key) -> Action? {
        prompt?.fault = nil
        switch key {
        case .text(let text), .pasted(let text): add(text)
        case .backspace: _ = prompt?.text.popLast()
        case .clear: prompt?.text = ""
        case .escape: prompt = nil
        case .enter: return submit()
        default: break
        }
        return nil
    }

    private mutating func add(_ text: String) {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        let whole = (prompt?.text ?? "") + line
        prompt?.text = String(whole.prefix(Self.promptLimit))
    }

    /// A key at a question: only a clear yes is one.
    private mutating func answer(_ key: Key) -> Action? {
        switch key {
        case .text("y"), .text("Y"): return agree()
        case .text("n"), .text("N"), .escape, .text("q"): return refuse()
        default: return nil
        }
    }

    private mutating func refuse() -> Action? {
        defer { question = nil }
        note = Note(text: "Nothing was decided.")
        // What others have decided, or are about to, waits no longer.
        if case .conflict = question { return ask(.page(query)) }
        return nil
    }

    private mutating func agree() -> Action? {
        defer { question = nil }
        switch question {
        case .all(let decision, let selection):
            let target = ReviewDecision.Target.filter(query.filter, through: selection.through)
            return ask(.decide(ReviewDecision(by: query.by, decision: decision, target: target)))
        case .conflict(var decision, _):
            decision.isInsisted = true
            return ask(.decide(decision))
        case nil: return nil
        }
    }

    /// A key at what covers the item.
    private mutating func turn(_ key: Key) -> Action? {
        switch key {
        case .escape, .enter, .text("q"), .text("?"), .text("h"), .text("H"), .left, .backspace:
            cover = nil
            scroll = 0
        case .down, .text("j"): scroll(by: 1)
        case .up, .text("k"): scroll(by: -1)
        case .text(" "): scrollPages(.pageDown)
        case .text("b"): scrollPages(.pageUp)
        default: scrollPages(key)
        }
        return nil
    }

    mutating func scrollPages(_ key: Key) {
        let screen = ReviewScreen(self)
        switch key {
        case .pageDown, .text(">"): scroll(by: max(1, screen.room - 1))
        case .pageUp, .text("<"): scroll(by: -max(1, screen.room - 1))
        case .home: scroll(by: -scroll)
        case .end: scroll(by: screen.mostScroll)
        default: break
        }
    }

    mutating func scroll(by lines: Int) {
        scroll = min(max(0, scroll + lines), ReviewScreen(self).mostScroll)
    }
}
