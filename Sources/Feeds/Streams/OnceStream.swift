import Foundation

/// A stream that can be read once: standard input, a pipe, a named pipe, a terminal.
///
/// Reading waits for input, on the thread that it is called on, until the task is cancelled; then it gives what has come by
/// that moment and ends.
package final class OnceStream: ByteStream {
    private let descriptor: Int32
    private let name: String
    private let ownsDescriptor: Bool
    /// The number of bytes still to be read; nil for whatever comes.
    private var left: Int?

    /// The time after which a wait looks whether the task was cancelled, in milliseconds.
    private static let patience: Int32 = 100

    /// Opens a path once; `-` is standard input.
    ///
    /// - Throws: `StreamError`, `.endless` for a device that gives bytes for ever.
    package init(path: String) throws(StreamError) {
        name = path == "-" ? "standard input" : path
        ownsDescriptor = path != "-"
        // Opening a named pipe would wait for whoever writes it.
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .opening(path, errno) }
        guard !isEndless else { throw .endless(name: name) }
    }

    /// Reads a descriptor that somebody else closes.
    package init(descriptor: Int32, name: String = "standard input") {
        (self.descriptor, self.name, ownsDescriptor) = (descriptor, name, false)
    }

    deinit {
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    /// Devices give bytes without end or sense; a terminal is somebody typing, and the null device is empty.
    private var isEndless: Bool {
        var state = stat()
        guard fstat(descriptor, &state) == 0 else { return false }
        switch state.st_mode & S_IFMT {
        case S_IFBLK: return true
        case S_IFCHR: return isatty(descriptor) == 0 && state.st_rdev != Self.nullDevice
        default: return false
        }
    }

    private static let nullDevice: dev_t = {
        var state = stat()
        return stat("/dev/null", &state) == 0 ? state.st_rdev : 0
    }()

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while awaitInput() {
            let count = Foundation.read(descriptor, buffer.baseAddress, min(buffer.count, left ?? .max))
            if count >= 0 {
                left = left.map { $0 - count }
                return count
            }
            if errno != EINTR, errno != EAGAIN {
                throw .cannotRead(name: name, reason: String(cString: strerror(errno)))
            }
        }
        return 0
    }

    /// Waits until there is something or the end; false when nothing more is to be read.
    private func awaitInput() -> Bool {
        while left != 0 {
            if left == nil, Task.isCancelled { stop() }
            // A pipe whose writer is still to come is silent, and at its end when the last has gone.
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&state, 1, left == nil ? Self.patience : 0) > 0 { return true }
            if left != nil { return false }
        }
        return false
    }

    /// A pipe that is written without end would never be read to its end: what it holds now is all.
    private func stop() {
        var waiting: Int32 = 0
        // What cannot say how much it holds is not waited for.
        left = ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 ? Int(waiting) : 0
    }
}
