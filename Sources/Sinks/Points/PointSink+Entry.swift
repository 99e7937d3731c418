import Settings
import Signals

extension PointSink.Configuration {
    /// Reads what entries of all kinds of points may say.
    init(_ entry: Entry, _ context: SinkContext) throws {
        self.init()
        volatile = try entry["volatile"]?.volatilePolicy() ?? context.volatile
    }
}

extension PointProbe {
    /// Looks at the target of an entry for `earshot doctor`.
    static func findings(http: any HTTPWriter, _ target: () throws -> any PointTarget) async -> [Finding] {
        do {
            let target = try target()
            let fault = try await PointProbe(target: target, http: http).fault()
            return [Finding(what: SinkKind.noun, message: fault?.expanded ?? target.name, isFine: fault == nil)]
        } catch {
            return [.fault(SinkKind.noun, "\(error)")]
        }
    }
}
