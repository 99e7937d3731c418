import Foundation

/// The terminal while the desk is open: its own screen, keys as they are typed, and as it was before when that ends.
final class RawTerminal: @unchecked Sendable {
    // Unchecked: everything that changes is touched on `queue` alone.

    enum Event: Sendable {
        case keys([Key])
        case resized(ScreenSize)
        /// It was put aside, and is back.
        case resumed
        /// It is to end, because of a signal.
        case ended(signal: Int32)
    }

    /// A screen of its own, pastes marked as such, no line breaks but ours, and no cursor.
    private static let opening = "\u{1B}[?1049h\u{1B}[?2004h\u{1B}[?7l\u{1B}[?25l\u{1B}[2J"
    private static let closing = "\u{1B}[0m\u{1B}[?25h\u{1B}[?7h\u{1B}[?2004l\u{1B}[?1049l"
    /// Escape is a key when nothing comes behind it for so long.
    private static let pause = DispatchTimeInterval.milliseconds(60)
    private static let endings = [SIGTERM, SIGINT, SIGHUP, SIGQUIT]

    private let queue = DispatchQueue(label: "earshot.terminal")
    private let tell: @Sendable (Event) -> Void
    private var signals: [any DispatchSourceProtocol] = []
    private var keys: (any DispatchSourceProtocol)?
    private var reader = KeyReader()
    /// How often something was read.
    private var reads = 0
    /// How it was before; nil while it is so.
    private var before: termios?
    private var isOpen = false

    /// `tell`: called for each event, one after the other.
    init(tell: @escaping @Sendable (Event) -> Void) {
        self.tell = tell
    }

    /// Why there can be no desk; nil where there can.
    static func fault(environment: [String: String]) -> String? {
        if isatty(0) != 1 { return "standard input is none" }
        if isatty(1) != 1 { return "standard output is none" }
        switch environment["TERM"] ?? "" {
        case "": return "TERM is not set"
        case "dumb": return "TERM is dumb"
        default: return nil
        }
    }

    var size: ScreenSize {
        var window = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return .usual }
        return ScreenSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    // MARK: Open and close

    func open() {
        queue.sync {
            isOpen = true
            for number in Self.endings { on(number) { [self] in end(number) } }
            on(SIGWINCH) { [self] in tell(.resized(size)) }
            on(SIGTSTP) { [self] in stop() }
            on(SIGCONT) { [self] in resume() }
            enter()
            let keys = DispatchSource.makeReadSource(fileDescriptor: 0, queue: queue)
            keys.setEventHandler { [self] in read() }
            keys.resume()
            self.keys = keys
        }
    }

    /// Gives the terminal back as it was.
    func close() {
        queue.sync {
            isOpen = false
            keys?.cancel()
            leave()
        }
    }

    /// Gives it back and stops the process, as Ctrl-Z does.
    func suspend() {
        queue.async { [self] in stop() }
    }

    func write(_ bytes: [UInt8]) {
        queue.sync { if before != nil { put(bytes) } }
    }

    private func on(_ number: Int32, _ body: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler(handler: body)
        source.resume()
        signals.append(source)
    }

    private func enter() {
        guard before == nil else { return }
        var state = termios()
        guard tcgetattr(0, &state) == 0 else { return }
        before = state
        cfmakeraw(&state)
        tcsetattr(0, TCSAFLUSH, &state)
        put(Array(Self.opening.utf8))
    }

    private func leave() {
        guard var state = before else { return }
        put(Array(Self.closing.utf8))
        // What was typed or pasted for the desk is no command of the shell.
        tcsetattr(0, TCSAFLUSH, &state)
        before = nil
    }

    /// Writes all bytes, unless the terminal is gone: its signal ends the desk.
    private func put(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
            if written > 0 { rest = rest.dropFirst(written) }
            if written < 0, errno == EAGAIN { waitForRoom() } else if written < 0, errno != EINTR { return }
        }
    }

    /// Somebody before us left the terminal so that it does not wait itself.
    private func waitForRoom() {
        var state = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
        _ = poll(&state, 1, 1000)
    }

    // MARK: Signals

    private func end(_ number: Int32) {
        leave()
        // What comes after that is to end it at once.
        guard isOpen else { _exit(128 + number) }
        isOpen = false
        keys?.cancel()
        tell(.ended(signal: number))
    }

    private func stop() {
        leave()
        kill(getpid(), SIGSTOP)
    }

    private func resume() {
        guard isOpen else { return }
        // A shell may have changed it meanwhile.
        leave()
        enter()
        tell(.resumed)
    }

    // MARK: Keys

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(0, &bytes, bytes.count)
        guard count > 0 else {
            if count == 0 || (errno != EINTR && errno != EAGAIN) { hangUp() }
            return
        }
        reads += 1
        tell(.keys(reader.read(bytes.prefix(count))))
        guard reader.isOpen else { return }
        queue.asyncAfter(deadline: .now() + Self.pause) { [self, reads] in
            if reads == self.reads { tell(.keys(reader.settle())) }
        }
    }

    private func hangUp() {
        keys?.cancel()
        if isOpen { end(SIGHUP) }
    }
}
