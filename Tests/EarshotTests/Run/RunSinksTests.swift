import Foundation
import TestSupport
import Testing

/// A running program that tells a sink of every kind.
@Suite(.enabled(if: SinkRack.isInstalled, "\(SinkRack.absence)"), .timeLimit(.minutes(2)))
struct RunSinksTests {
    @Test func `Sinks are listed by their rows, told again by name and let go by name`() throws {
        let rack = try SinkRack(feeds: ["{file: posts}"])
        try rack.folder.add(1...20)
        var program = try RunningProgram([], in: rack.folder)
        try program.keeps(20)
        try rack.drain()
        try rack.expectAll(Array(1...20))
        #expect(try program.end() == 0)

        let sinks = try rack.sinks()
        #expect(sinks.compactMap { $0["sink"] as? String } == rack.names)
        #expect(sinks.compactMap { $0["kind"] as? String } == ["influxdb", "influxdb", "victoriametrics", "webhook"])
        #expect(sinks.compactMap { $0["removes"] as? Bool } == [true, true, false, true])
        #expect(sinks.compactMap { $0["start"] as? String } == ["beginning", "beginning", "beginning", "now"])
        #expect(sinks.allSatisfy { $0["access"] as? String == "open" })
        #expect(sinks.allSatisfy { ($0["blind_spots"] as? [String])?.isEmpty == false })

        for name in rack.names {
            let run = try program.command("sinks", "resend", name)
            #expect(run.output == "20 signals are to be told again to \(name).\n")
        }
        program = try RunningProgram([], in: rack.folder)
        try rack.drain()
        #expect(try program.end() == 0)
        try rack.expectAll(Array(1...20))
        #expect(rack.receiver.causes == ["new": 20, "sent_again": 20])

        for name in rack.names { #expect(try program.command("sinks", "drop", name).exitCode == 0) }
        #expect(try rack.sinks().isEmpty)
    }

    @Test func `What is edited and forgotten reaches the receiver, and what was before it only when it is asked for`()
        throws
    {
        let rack = try SinkRack(feeds: ["{file: posts}"], batch: 1)
        try rack.folder.add(1...3)
        _ = try rack.folder.write("early.yaml", "topics: [devops]\nfeeds: [{file: posts}]\n")
        let early = try RunningProgram(["--config", "early.yaml"], in: rack.folder)
        try early.keeps(3)
        #expect(try early.end() == 0)

        var program = try RunningProgram([], in: rack.folder)
        try program.says("started")
        try rack.folder.add(4...5)
        try program.keeps(5)
        try rack.drain()
        #expect(rack.receiver.told == ["test:4", "test:5"])
        #expect(try program.end() == 0)
        #expect(try program.command("forget", "test:4").exitCode == 0)
        let name = "webhook:\(rack.receiver.url)"
        #expect(try program.command("sinks", "resend", name).output == "4 signals are to be told again to \(name).\n")
        program = try RunningProgram([], in: rack.folder)
        try rack.drain()
        #expect(try program.end() == 0)
        #expect(rack.receiver.causes == ["new": 2, "removed": 1, "sent_again": 4])
        #expect(rack.receiver.ids.sorted() == ["test:1", "test:2", "test:3", "test:5"])
    }

    @Test func `A receiver that never answers holds no other sink`() throws {
        let gate = DispatchSemaphore(value: 0)
        let rack = try SinkRack(feeds: ["{file: posts}"]) { _ in .late(gate, .status(200)) }
        try rack.folder.add(1...50)
        let program = try RunningProgram([], in: rack.folder)
        try Eventually.holds("the others have everything") {
            try rack.sinks().filter { $0["kind"] as? String != "webhook" }.count { $0["backlog"] as? Int == 0 } == 3
                && rack.bucket.lines("posts").count == 50
        }
        try Eventually.holds("the receiver is asked") { rack.receiver.requests.count == 1 }
        for _ in 0..<10 { gate.signal() }
        try rack.drain()
        #expect(try program.end() == 0)
        try rack.expectAll(Array(1...50))
    }
}
