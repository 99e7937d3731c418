import Foundation
import Store
import TestSupport
import Testing

struct WriterLeaseTests {
    @Test("a second writer is told who writes, and gets its turn when that ends")
    func secondWriter() throws {
        let fixture = try StoreFixture()
        do {
            let first = try Store.open(fixture.path, purpose: "earshot replay")
            let error = #expect(throws: StoreError.self) { try Store.open(fixture.path, purpose: "another") }
            let holder = "earshot replay (process \(getpid()))"
            #expect(
                error?.description
                    == "the store \(fixture.path) is being written by \(holder). Wait until that ends or stop it; a store has one writer."
            )
            _ = try Store.read(fixture.path)
            withExtendedLifetime(first) {}
        }
        _ = try Store.open(fixture.path, purpose: "another")
    }

    @Test("the lease of a process that was killed is free")
    func killedWriter() throws {
        let fixture = try StoreFixture()
        let input = Pipe()
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["replay", "-", "--topics", "devops", "--store", fixture.path]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { process.waitUntilExit() }
        // It waits for its input with the store in its hands. Taking the lease here would be taking it away there.
        let note = "earshot replay (process \(process.processIdentifier))"
        var isHeld = false
        for _ in 0..<2000 where !isHeld {
            isHeld = (try? String(contentsOfFile: fixture.path + "-lease", encoding: .utf8)) == note
            if !isHeld { usleep(5000) }
        }
        #expect(isHeld)
        #expect(throws: StoreError.held(path: fixture.path, holder: note)) {
            try Store.open(fixture.path, purpose: "a test")
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try Store.open(fixture.path, purpose: "a test")
    }
}
