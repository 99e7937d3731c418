package import Foundation
package import Signals

/// A write target that cannot be.
package struct InfluxTargetError: Error, Hashable, CustomStringConvertible {
    package let description: String
}

/// An InfluxDB v1 server and database.
package struct InfluxTarget: PointTarget {
    package let database: String
    package let credentials: Credentials
    private let server: ServerAddress

    /// `url`: `http://host:8086`, perhaps with `user:password@`; the path of a proxy is kept.
    ///
    /// `username`, `password`: where the URL holds none. The password is asked for with every request: it may change.
    /// - Throws: `InfluxTargetError`.
    package init(
        url: String,
        database: String,
        username: String? = nil,
        password: @autoclosure @escaping @Sendable () -> String? = nil
    ) throws(InfluxTargetError) {
        guard let server = ServerAddress(url) else {
            throw InfluxTargetError(
                // Not repeated: it may hold a password.
                description: "what --influx names is no InfluxDB address. Write it as http://HOST:8086"
            )
        }
        guard !database.isEmpty else {
            throw InfluxTargetError(description: "the database has no name. Write --influx-database twitter")
        }
        (self.server, self.database) = (server, database)
        credentials =
            switch (server.user ?? username, server.password) {
            case (nil, _): .none
            case (let user?, nil): .basic(user: user, password: password)
            case (let user?, let stated?): .basic(user: user) { stated }
            }
    }

    package var kind: String { "influxdb" }
    package var name: String { "influxdb:\(server.text)/\(database)" }
    package var removal: OutboxReader.Removal { .byInstant }

    /// In nanoseconds: the server takes an unknown precision silently for that.
    package var writeURL: URL { server.url("write", [("db", database), ("precision", "ns")]) }

    package var creation: PointRequest? {
        // A name in double quotes, in which InfluxQL escapes quotes and backslashes.
        let quoted = database.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        return PointRequest(server.url("query", [("q", "CREATE DATABASE \"\(quoted)\"")]))
    }

    package func deletions(of removals: [OutboxRemoval]) -> [PointRequest] {
        // In the body, because the statements of a page are longer than an address may be.
        let form = InfluxDeletion.form(removals)
        let url = server.url("query", [("db", database)])
        return [PointRequest(url, type: "application/x-www-form-urlencoded", body: form)]
    }

    package func reply(toWrite answer: HTTPAnswer, points: Int) -> PointReply {
        InfluxAnswers.toWrite(answer, points: points)
    }

    package func reply(toCreation answer: HTTPAnswer) -> PointReply { InfluxAnswers.toCreation(answer) }
    package func reply(toDeletion answer: HTTPAnswer) -> PointReply { InfluxAnswers.toDeletion(answer) }
}
