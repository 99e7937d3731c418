import Foundation
import Pipeline
import Signals

/// The keys that work on the item and on the queue.
extension ReviewSession {
    private static let day: Int64 = 86_400_000

    mutating func command(_ key: Key, _ now: Timestamp) -> Action? {
        if key == .text("q") { return .end }
        guard pending == nil else { return nil }
        switch key {
        case .enter: return again()
        case .down, .text("j"): return pass()
        case .up, .text("k"): return back()
        case .backspace, .text("u"): return undo()
        case .text("h"): show(.help)
        case .text("H"): return ask(.history)
        case .text("/"): open(.filter, text: query.filter)
        case .text("o"): return nextOrder()
        case .text("A"): return ask(.count(query, decision: .accept))
        case .text("R"): return ask(.count(query, decision: .reject))
        case .text("<"), .text(">"), .pageUp, .pageDown, .home, .end: scrollPages(key)
        case .text(let letter): return decide(letter, now)
        default: break
        }
        return nil
    }

    /// The keys that are about the item.
    private mutating func decide(_ letter: String, _ now: Timestamp) -> Action? {
        guard let item else { return nil }
        switch letter {
        case "a": return decide(.accept, item)
        case "r": return decide(.reject, item)
        case " ": return decide(.unsure, item)
        case "m": return mute(item)
        case "s": return snooze(item, now)
        case "M": open(.mute)
        case "t": open(.track)
        case "@": open(.assign)
        case "?": show(.why)
        default: break
        }
        return nil
    }

    private mutating func decide(_ decision: Decision.Verdict, _ item: ReviewItem, phrase: String? = nil) -> Action {
        var decision = ReviewDecision(by: query.by, decision: decision, target: .ids([item.id]))
        decision.phrase = phrase
        return ask(.decide(decision))
    }

    private mutating func mute(_ item: ReviewItem) -> Action? {
        guard item.author != nil else {
            note = Note(text: "This post names no author. M mutes a phrase.", isFault: true)
            return nil
        }
        return decide(.mute, item)
    }

    private mutating func snooze(_ item: ReviewItem, _ now: Timestamp) -> Action {
        let until = Timestamp(milliseconds: now.milliseconds + Self.day).floored(to: 1000)
        return ask(.snooze(ReviewSnooze(by: query.by, id: item.id, until: "\(until)")))
    }

    private mutating func again() -> Action? {
        if let failed { return ask(failed) }
        return item == nil ? ask(.page(query)) : nil
    }

    private mutating func show(_ cover: Cover) {
        self.cover = cover
        scroll = 0
    }

    private mutating func nextOrder() -> Action {
        let all = ReviewOrder.allCases
        let place = all.firstIndex(of: query.order) ?? 0
        query.order = all[(place + 1) % all.count]
        note = Note(text: "Order: \(ReviewText.order(query.order)).")
        return askAnew()
    }

    /// Asks for the queue from its start: what was passed over is in it again.
    private mutating func askAnew() -> Action {
        (query.passed, passed) = ([], [])
        return ask(.page(query))
    }

    // MARK: Back and forth

    private mutating func pass() -> Action? {
        guard let item else { return nil }
        passed = passed.suffix(Self.memory - 1) + [item]
        query.passed.append(item.id)
        note = Note(text: "Passed over. k goes back.")
        return ask(.page(query))
    }

    private mutating func back() -> Action? {
        guard let last = passed.popLast() else {
            note = Note(text: "Nothing before this one was passed over.")
            return nil
        }
        query.passed.removeAll { $0 == last.id }
        note = nil
        return bring(back: last.id)
    }

    /// Shows an item again, where it waits.
    mutating func bring(back id: String?) -> Action {
        var query = query
        query.first = id
        return ask(.page(query))
    }

    private mutating func undo() -> Action {
        switch steps.last {
        case .snoozed(let item): ask(.snooze(ReviewSnooze(by: query.by, id: item.id, until: nil)))
        case .assigned(let item):
            ask(.assign(ReviewAssignment(by: query.by, id: item.id, to: item.assignee), isUndo: true))
        case .decided, nil: ask(.undo(by: query.by))
        }
    }

    // MARK: Prompts

    private mutating func open(_ kind: Prompt.Kind, text: String = "") {
        prompt = Prompt(kind: kind, text: text)
    }

    /// What was written at the prompt is meant.
    mutating func submit() -> Action? {
        guard let prompt else { return nil }
        let text = prompt.text.trimmingCharacters(in: .whitespaces)
        if prompt.kind == .filter { return filter(text) }
        self.prompt = nil
        guard let item else { return nil }
        switch prompt.kind {
        case .assign:
            return ask(
                .assign(ReviewAssignment(by: query.by, id: item.id, to: text.isEmpty ? nil : text), isUndo: false)
            )
        case .mute where !text.isEmpty: return decide(.mute, item, phrase: text)
        case .track where !text.isEmpty: return decide(.track, item, phrase: text)
        case .mute, .track, .filter:
            note = Note(text: "Nothing was written, so nothing was done.")
            return nil
        }
    }

    private mutating func filter(_ text: String) -> Action? {
        do throws(ReviewFilter.Fault) {
            _ = try ReviewFilter(text)
        } catch {
            prompt?.fault = error.description
            return nil
        }
        prompt = nil
        query.filter = text
        note = nil
        return askAnew()
    }
}
