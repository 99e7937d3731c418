import Foundation
import TestSupport

/// What `earshot dashboard` prints, read as the program that imports it would.
struct PrintedDashboard {
    struct Panel {
        let title: String
        let kind: String
        /// The query with what stands for the span and the bucket put in.
        let query: String
        let x: Int
        let y: Int
        let width: Int
        let height: Int
    }

    static let names = ["grafana", "chronograf"]

    let panels: [Panel]
    /// The whole, for what only one of the programs has.
    let object: [String: Any]

    /// `from`, `to`: the span that is looked at.
    init(_ name: String, from: String = "2017-08-29T00:00:00Z", to: String = "2017-08-31T00:00:00Z") throws {
        let run = try Program.run(["dashboard", name])
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
        self.object = object
        if name == "grafana" {
            let panels = object["panels"] as? [[String: Any]] ?? []
            self.panels = panels.map { Panel(grafana: $0, from, to) }
        } else {
            let dashboard = object["dashboard"] as? [String: Any]
            let cells = dashboard?["cells"] as? [[String: Any]] ?? []
            panels = cells.map { Panel(chronograf: $0, from, to) }
        }
    }
}

extension PrintedDashboard.Panel {
    fileprivate init(grafana panel: [String: Any], _ from: String, _ to: String) {
        let target = (panel["targets"] as? [[String: Any]])?.first
        let place = panel["gridPos"] as? [String: Any] ?? [:]
        title = panel["title"] as? String ?? ""
        kind = panel["type"] as? String ?? ""
        query = (target?["query"] as? String ?? "")
            .replacing("$timeFilter", with: "time >= '\(from)' and time <= '\(to)'")
            .replacing("$__interval", with: panel["interval"] as? String ?? "no interval")
        (x, y) = (place["x"] as? Int ?? -1, place["y"] as? Int ?? -1)
        (width, height) = (place["w"] as? Int ?? -1, place["h"] as? Int ?? -1)
    }

    fileprivate init(chronograf cell: [String: Any], _ from: String, _ to: String) {
        let asked = (cell["queries"] as? [[String: Any]])?.first
        title = cell["name"] as? String ?? ""
        kind = cell["type"] as? String ?? ""
        query = (asked?["query"] as? String ?? "")
            .replacing(":dashboardTime:", with: "'\(from)'")
            .replacing(":upperDashboardTime:", with: "'\(to)'")
        (x, y) = (cell["x"] as? Int ?? -1, cell["y"] as? Int ?? -1)
        (width, height) = (cell["w"] as? Int ?? -1, cell["h"] as? Int ?? -1)
    }

    func overlaps(_ other: Self) -> Bool {
        x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
}
