import Foundation
import Pipeline
import TestSupport
import Testing

struct ServiceNotifierTests {
    @Test func `A service manager is told what goes on`() throws {
        let folder = try TemporaryFolder()
        let socket = try DatagramSocket(path: folder.path("notify"))
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": folder.path("notify")])
        notifier.ready("hearing 2 feeds")
        notifier.alive()
        notifier.reloading()
        notifier.stopping()
        let messages = socket.received()
        #expect(messages.count == 4)
        #expect(messages.first == "READY=1\nSTATUS=hearing 2 feeds")
        #expect(messages.dropFirst().first == "WATCHDOG=1")
        #expect(messages.dropFirst(2).first?.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+/) != nil)
        #expect(messages.last == "STOPPING=1")
    }

    @Test(arguments: [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "/nowhere/notify"]])
    func `Without one nothing happens`(environment: [String: String]) {
        let notifier = ServiceNotifier(environment: environment)
        notifier.ready("hearing")
        #expect(notifier.watchdog == nil)
    }

    @Test func `The watchdog is ours when it names no other process`() {
        func watchdog(_ environment: [String: String]) -> Duration? {
            ServiceNotifier(environment: environment).watchdog
        }
        #expect(watchdog(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(watchdog(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(30))
        #expect(watchdog(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(watchdog(["WATCHDOG_USEC": "soon"]) == nil)
    }
}
