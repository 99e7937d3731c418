/// What a person typed.
package enum Key: Hashable, Sendable {
    /// One character.
    case text(String)
    /// What came through the clipboard, as the terminal says; it is never a command.
    case pasted(String)
    case enter
    case backspace
    case escape
    case up
    case down
    case left
    case right
    case pageUp
    case pageDown
    case home
    case end
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D.
    case endOfInput
    /// Ctrl-Z.
    case suspend
    /// Ctrl-L.
    case redraw
    /// Ctrl-U.
    case clear
}
