import Feeds
import Foundation
import Settings
import Signals
import Sinks
import Web

// What `earshot run` needs.

extension Examination {
    /// Whether a feed can be heard.
    func heard(_ feed: FeedSetting) -> Finding {
        do throws(UnknownFormat) {
            if let format = feed.format { _ = try PostFormat(named: format) }
        } catch {
            return mend("feed", error.description)
        }
        switch feed.source {
        case .standardInput: return Finding(what: "feed", message: "standard input")
        case .file(let path): return heard(path, isFolder: false)
        case .folder(let path): return heard(path, isFolder: true)
        }
    }

    private func heard(_ path: String, isFolder: Bool) -> Finding {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return Finding(what: "feed", message: "\(path) is not there yet; earshot run waits for it")
        }
        guard isDirectory.boolValue == isFolder else {
            return mend("feed", "\(path) is \(isFolder ? "a file. Write file:" : "a folder. Write folder:") \(path)")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            return mend("feed", "\(path) cannot be read. Give this user the right to.")
        }
        return Finding(what: "feed", message: path)
    }

    /// Whether the sinks would take points.
    func told(_ sinks: [SinkSetting]) async -> [Finding] {
        await Web.using(WebConfiguration(environment: ProcessInfo.processInfo.environment)) { web in
            let http = WebWriter(web, timeLimit: .seconds(5))
            var findings: [Finding] = []
            for sink in sinks {
                do {
                    let target = try SinkTarget(sink, volatile: .keep).target
                    let fault = try await InfluxProbe(target: target, http: http).fault()
                    findings.append(Finding(what: "sink", message: fault?.expanded ?? target.name, isFine: fault == nil))
                } catch {
                    findings.append(mend("sink", Failure.sentence(for: error)))
                }
            }
            return findings
        }
    }

    /// What is said of an address to be asked at.
    func asked(_ settled: Configuration) -> [Finding] {
        guard let listen = settled.listen else { return [] }
        guard listen.isLoopback else { return [mend("listen", RunCommand.advice(on: listen))] }
        return [Finding(what: "listen", message: "\(listen), /health and /ready")]
    }

    private func mend(_ what: String, _ message: String) -> Finding {
        Finding(what: what, message: message, isFine: false)
    }
}
