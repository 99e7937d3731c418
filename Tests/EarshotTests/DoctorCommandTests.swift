import Foundation
import TestSupport
import Testing

/// `init` and `doctor`.
@Suite struct DoctorCommandTests {
    private static func doctor(_ configuration: String) throws -> Program.Run {
        let folder = try TemporaryFolder()
        _ = try folder.write("earshot.yaml", configuration)
        return try Program.run(["doctor"], folder: folder.url)
    }

    @Test func `init writes a configuration that doctor finds fine`() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(["init"], folder: folder.url)
        #expect(run.exitCode == 0)
        #expect(run.lines == ["earshot.yaml is written. Set what you need in it, then run: earshot doctor"])
        let doctor = try Program.run(["doctor"], folder: folder.url)
        #expect(doctor.exitCode == 0)
        #expect(
            doctor.lines == [
                "ok    configuration: earshot.yaml",
                "ok    topics: none are settled; name them with --topics, or in the configuration",
                "ok    profanity: the built-in list, 0 words allowed and 0 denied",
                "ok    sentiment weights: the built-in ones", "ok    offensive weights: the built-in ones",
                "ok    store: earshot.db, which the first replay makes",
            ]
        )
    }

    @Test func `init leaves a file alone that is there`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("earshot.yaml", "topics: [mine]\n")
        let run = try Program.run(["init"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(
            run.errors == "earshot: earshot.yaml is there already and was not touched. Name another with --config.\n"
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "topics: [mine]\n")
        #expect(try Program.run(["init", "--config", "other.yaml"], folder: folder.url).exitCode == 0)
        let nowhere = try Program.run(["init", "--config", "no/such/folder.yaml"], folder: folder.url)
        #expect(nowhere.exitCode == 2)
        #expect(nowhere.errors.hasPrefix("earshot: cannot write no/such/folder.yaml. "))
    }

    @Test func `without a configuration the defaults are examined`() throws {
        let run = try Program.run(["doctor"])
        #expect(run.exitCode == 0)
        #expect(run.lines.first == "ok    configuration: none, so the built-in defaults hold; earshot init writes one")
    }

    @Test func `what run needs is examined, too`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("posts.ndjson", "")
        _ = try folder.write("secret", "hunter2\n")
        let port = try FreePort.find()
        _ = try folder.write(
            "earshot.yaml",
            """
            feeds: [{file: posts.ndjson}, {folder: posts.ndjson}, {file: later.ndjson}, {file: posts.ndjson, format: xml}]
            sinks:
              - {influxdb: "http://127.0.0.1:\(port)", username: ada, password_file: secret}
              - {influxdb: "http://127.0.0.1:\(port)", password_file: missing}
              - {influxdb: "127.0.0.1"}
            listen: 0.0.0.0:8017
            """
        )
        let run = try Program.run(["doctor"], folder: folder.url)
        #expect(run.exitCode == 1)
        #expect(!run.output.contains("hunter2"))
        let lines = run.lines.drop { !$0.contains("feed: ") }
        #expect(
            lines.filter { !$0.contains("no answer") } == [
                "ok    feed: posts.ndjson", "MEND  feed: posts.ndjson is a file. Write file: posts.ndjson",
                "ok    feed: later.ndjson is not there yet; earshot run waits for it",
                "MEND  feed: earshot.yaml, line 1: format is auto, ndjson, text or mail.",
                "MEND  sink: cannot read the secret in missing. Name a file that this user may read.",
                "MEND  sink: earshot.yaml, line 5: this is no address of an InfluxDB server. "
                    + "Write influxdb: http://HOST:8086",
                "MEND  listen: 0.0.0.0:8017 can be reached by others, who are not asked who they are. Listen at 127.0.0.1, "
                    + "and let a proxy that asks for credentials answer them.",
            ]
        )
        #expect(lines.contains { $0.hasPrefix("MEND  sink: no answer: ") })
    }

    @Test(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"))
    func `a sink is asked whether it would take points`() throws {
        let server = try InfluxServer()
        let run = try Self.doctor("sinks: [{influxdb: \"\(server.url)\"}]")
        #expect(run.exitCode == 0)
        #expect(run.lines.last == "ok    sink: influxdb:\(server.url)/twitter")
        // Asking writes nothing.
        #expect(try server.series("SHOW DATABASES", database: "_internal").description.contains("twitter") == false)
    }

    @Test func `everything that is wrong is said at once, with what to do`() throws {
        let run = try Self.doctor(
            """
            store: earshot.yaml
            topics: ["!!", swift, {name: b, exclude: ["?"]}]
            profanity: {deny: [two words]}
            weights: {sentiment: missing.weights, offensive: earshot.yaml}
            """
        )
        #expect(run.exitCode == 1)
        #expect(run.errors == "")
        #expect(run.lines.first == "ok    configuration: earshot.yaml")
        #expect(
            run.lines.dropFirst().map { String($0.prefix(12)) } == [
                "MEND  topics", "MEND  topics", "MEND  profan", "MEND  sentim", "MEND  offens", "MEND  store:",
            ]
        )
        #expect(run.lines[1].contains("\"!!\" holds no word"))
        #expect(run.lines[2].contains("\"?\" holds no word"))
        #expect(run.lines[4].contains("cannot read the weights file missing.weights."))
        #expect(run.lines[6].contains("earshot.yaml is no store of Earshot."))
    }

    @Test func `a configuration that cannot be read is the one thing said`() throws {
        let run = try Self.doctor("topic: [swift]")
        #expect(run.exitCode == 1)
        #expect(
            run.lines == [
                "MEND  configuration: earshot.yaml, line 1: there is no key \"topic\" in the configuration. Did you mean topics?"
            ]
        )
    }

    @Test func `topics that are one are counted, and the store is looked into`() throws {
        let store = try SampleStore()
        _ = try store.folder.write("earshot.yaml", "topics: [swift, Swift, api]\nstore: sample.db\n")
        let objects = try Program.run(["doctor", "--json"], folder: store.folder.url).objects()
        #expect(objects.map { $0["ok"] as? Bool } == Array(repeating: true, count: 6))
        #expect(objects[1]["message"] as? String == "2, and 1 that are the same as another")
        #expect(objects[5]["message"] as? String == "sample.db, 2 topics in it")
    }
}
