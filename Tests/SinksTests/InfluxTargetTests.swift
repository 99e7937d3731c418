import Sinks
import Testing

@Suite struct InfluxTargetTests {
    @Test(arguments: [
        ("http://127.0.0.1:8086", "influxdb:http://127.0.0.1:8086/twitter"),
        ("http://127.0.0.1:8086/", "influxdb:http://127.0.0.1:8086/twitter"),
        ("https://user:secret@example.org", "influxdb:https://example.org/twitter"),
        ("http://example.org/proxy/influx//", "influxdb:http://example.org/proxy/influx/twitter"),
        ("http://example.org:8086/?u=user&p=secret#top", "influxdb:http://example.org:8086/twitter"),
        ("http://[::1]:8086", "influxdb:http://[::1]:8086/twitter"),
    ])
    func `A sink is known by its address and database, never by its credentials`(url: String, name: String) throws {
        #expect(try InfluxTarget(url: url, database: "twitter").name == name)
        #expect(try InfluxTarget(url: url, database: "twitter", username: "u", password: "secret").name == name)
    }

    @Test(arguments: ["", "127.0.0.1:8086", "ftp://example.org", "http://", "http:///write", "http://exa mple.org"])
    func `What is no address is refused with an example`(url: String) {
        let error = #expect(throws: InfluxTargetError.self) { try InfluxTarget(url: url, database: "twitter") }
        #expect(error?.description == "what --influx names is no InfluxDB address. Write it as http://HOST:8086")
    }

    @Test func `A database needs a name`() {
        let error = #expect(throws: InfluxTargetError.self) {
            try InfluxTarget(url: "http://127.0.0.1:8086", database: "")
        }
        #expect(error?.description == "the database has no name. Write --influx-database twitter")
    }
}
