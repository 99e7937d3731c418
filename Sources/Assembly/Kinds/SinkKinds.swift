package import Settings
package import Sinks

/// The kinds of sinks; a new one is made by its name here.
package enum SinkKinds {
    package static let all: [SinkKind] = [.influxdb, .victoriametrics, .webhook]

    package static let table = KindTable(
        all,
        planned: [
            "slack", "mail", "ntfy", "discord", "matrix", "teams", "alertmanager",
        ]
    )
}
