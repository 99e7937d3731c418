import Signals

/// The flags that a VictoriaMetrics server was started with, as far as they decide what becomes of points.
struct VictoriaMetricsFlags {
    private let target: VictoriaMetricsTarget
    private let http: any HTTPWriter

    init(_ target: VictoriaMetricsTarget, _ http: any HTTPWriter) {
        (self.target, self.http) = (target, http)
    }

    /// A clause about how long points are kept; nil if the server does not say, or a proxy does not let it.
    var retention: String? {
        get async {
            let answer = try? await http.post([], to: target.flagsURL, headers: [:], credentials: target.credentials)
            guard let answer, answer.status == 200, answer.body.hasPrefix("-") else { return nil }
            guard let flag = answer.body.firstMatch(of: /-retentionPeriod="?([0-9a-z.]+)/) else {
                return "which keeps points for a month: start it with -retentionPeriod to change that"
            }
            // A number alone is months.
            let period = flag.1.allSatisfy(\.isNumber) ? "\(flag.1) months" : "\(flag.1)"
            return "which keeps points for \(period)"
        }
    }
}
