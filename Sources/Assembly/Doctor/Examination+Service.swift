import Feeds
import Foundation
import Settings
import Signals
import Sinks
import Web

// What `earshot run` needs.

extension Examination {
    /// Checks that the feeds can be heard.
    func heard(_ entries: [Entry]) async -> [Finding] {
        var findings: [Finding] = []
        for entry in entries {
            do {
                let (kind, entry) = try kinds.feeds.match(entry)
                findings += await kind.check(entry)
            } catch {
                findings.append(.fault("feed", error.description))
            }
        }
        return findings
    }

    /// Checks that the sinks would take what they are told.
    func told(_ entries: [Entry]) async -> [Finding] {
        let environment = ProcessInfo.processInfo.environment
        return await Web.using(WebConfiguration(environment: environment)) { web in
            let http = WebWriter(web, timeLimit: .seconds(5))
            let context = SinkContext(volatile: .keep, http: http, environment: environment)
            var findings: [Finding] = []
            for entry in entries {
                do throws(ConfigurationError) {
                    let (kind, entry) = try kinds.sinks.match(entry)
                    findings += await kind.check(entry, context)
                } catch {
                    findings.append(.fault("sink", error.description))
                }
            }
            return findings
        }
    }

    /// Checks the address at which health is asked for.
    func asked(_ settled: Configuration) -> [Finding] {
        guard let listen = settled.listen else { return [] }
        guard listen.isLoopback else { return [.fault("listen", listen.adviceOnOthers)] }
        return [Finding(what: "listen", message: "\(listen), /health and /ready")]
    }
}

extension ListenSetting {
    /// Advice on an address that others can reach.
    package var adviceOnOthers: String {
        "\(self) can be reached by others, who are not asked who they are. Listen at 127.0.0.1, and let a proxy that asks "
            + "for credentials answer them."
    }
}
