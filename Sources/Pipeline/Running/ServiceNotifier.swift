import Foundation
import ServiceLifecycle

/// Tells the service manager how the program is doing (sd_notify(3)).
///
/// Datagrams of `NAME=value` lines to the socket that `NOTIFY_SOCKET` names; nothing where there is none.
package struct ServiceNotifier: Sendable {
    private let socketPath: String?
    /// How long the service manager waits for a sign of life; nil where it does not.
    package let watchdog: Duration?

    package init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"]
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdog = isMeant ? environment["WATCHDOG_USEC"].flatMap(Int64.init).map { .microseconds($0) } : nil
    }

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }
    package func stopping() { send("STOPPING=1") }
    package func alive() { send("WATCHDOG=1") }

    /// What is being read anew; `ready` says when that is over.
    package func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        send("RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    private func send(_ message: String) {
        guard let socketPath, var address = Self.address(socketPath) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + socketPath.utf8.count)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                // A service manager that has gone is no fault of ours.
                _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }

    /// nil where the path is none that a socket can have.
    private static func address(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        // An address that starts with @ is in no folder, but in the kernel alone.
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }
}

/// Gives the service manager its signs of life while hearing goes on.
package struct Watchdog: Service {
    private let notifier: ServiceNotifier
    private let hearing: HearingService
    private let clock: any Clock<Duration>

    package init(_ notifier: ServiceNotifier, hearing: HearingService, clock: any Clock<Duration> = ContinuousClock()) {
        self.notifier = notifier
        self.hearing = hearing
        self.clock = clock
    }

    package func run() async throws {
        guard let watchdog = notifier.watchdog else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            var rounds = -1
            while !Task.isCancelled {
                // A round that does not come in time is what the watchdog is for.
                if hearing.rounds != rounds { notifier.alive() }
                rounds = hearing.rounds
                hearing.wake()
                try? await clock.sleep(for: watchdog / 3)
            }
        }
    }
}
