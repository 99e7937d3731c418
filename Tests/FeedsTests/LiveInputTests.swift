import Feeds
import Foundation
import TestSupport
import Testing

struct LiveInputTests {
    private let pipe = Pipe()

    private var input: LiveInput { LiveInput(descriptor: pipe.fileHandleForReading.fileDescriptor) }

    private func write(_ text: String) throws {
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    @Test func `It never waits for what has not come`() throws {
        let input = input
        #expect(try input.text() == "")
        #expect(input.change == .none)
        try write("one\ntw")
        #expect(input.change == .grown)
        #expect(try input.text() == "one\ntw")
        #expect(input.change == .none)
    }

    @Test func `It is over when who writes has closed it`() throws {
        let input = input
        try write("one\n")
        try pipe.fileHandleForWriting.close()
        #expect(try input.text() == "one\n")
        #expect(try input.text() == "")
        #expect(input.change == .over)
        #expect(!input.hasInput)
    }

    @Test func `Stopped, it gives what has come by then and nothing that comes later`() throws {
        let input = input
        try write("one\n")
        input.stop()
        try write("two\n")
        #expect(try input.text() == "one\n")
        #expect(try input.text() == "")
        #expect(input.change == .over)
    }

    @Test func `A descriptor that is closed is an error, and no end`() throws {
        let input = LiveInput(descriptor: 9999)
        #expect(throws: StreamError.self) { try input.text() }
    }
}
