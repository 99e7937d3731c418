import Foundation
import Pipeline
import Settings
import Signals
import Sinks
import Store
import Web

/// A server that points are sent to, with its credentials.
struct SinkTarget: Sendable {
    let target: InfluxTarget
    let includesRaw: Bool
    let volatile: VolatilePolicy

    init(target: InfluxTarget, includesRaw: Bool, volatile: VolatilePolicy) {
        self.target = target
        self.includesRaw = includesRaw
        self.volatile = volatile
    }

    /// Of a configuration; `volatile` holds where the sink says nothing.
    ///
    /// - Throws: `Failure` where the password's file or variable is not there, and for an address that is none.
    init(_ setting: SinkSetting, volatile: VolatilePolicy) throws {
        let (file, variable) = (setting.passwordFile, setting.passwordVariable)
        let first = try Secret.read(file: file, variable: variable)
        do {
            target = try InfluxTarget(
                url: setting.url,
                database: setting.database,
                username: setting.username,
                password: (try? Secret.read(file: file, variable: variable)) ?? first
            )
        } catch {
            throw Failure(description: "a sink has no address of an InfluxDB server. Write influxdb: http://HOST:8086")
        }
        includesRaw = setting.includesRaw
        self.volatile = setting.volatile ?? volatile
    }

    func runner(for store: Store, by web: Web, drainTimeout: Duration) -> SinkRunner {
        var configuration = InfluxSink.Configuration()
        configuration.includesRaw = includesRaw
        configuration.volatile = volatile
        let sink = InfluxSink(target: target, http: WebWriter(web), configuration: configuration)
        return SinkRunner(sink: sink, store: store, drainTimeout: drainTimeout)
    }
}

/// What nobody else may read: in a file or an environment variable, never in the configuration.
enum Secret {
    /// nil where neither is named.
    ///
    /// - Throws: `Failure`, which names where it was looked for and never what was found.
    static func read(file: String?, variable: String?) throws -> String? {
        if let file {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure(description: "cannot read the secret in \(file). Name a file that this user may read.")
            }
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let variable else { return nil }
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
            throw Failure(description: "the environment variable \(variable) is not set. Set it to the secret.")
        }
        return value
    }
}
