package import Foundation

/// A dashboard over what Earshot writes to InfluxDB, for the program that draws it.
package enum Dashboard: String, CaseIterable, Sendable {
    case grafana
    case chronograf

    /// JSON that the program imports, the same for the same database.
    package func json(database: String) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        switch self {
        case .grafana: return try encoder.encode(GrafanaDashboard(panels: DashboardPanel.all, database: database))
        case .chronograf: return try encoder.encode(ChronografFile(panels: DashboardPanel.all, database: database))
        }
    }
}
