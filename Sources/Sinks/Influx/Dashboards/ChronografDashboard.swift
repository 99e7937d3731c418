/// What Chronograf's "Import Dashboard" reads.
///
/// Facts: Chronograf's sources, `ui/src/types/dashboards.ts`, `ui/src/dashboards/utils` and `server/cells.go` (1.10).
struct ChronografFile: Encodable {
    struct Origin: Encodable {
        let chronografVersion = "1.10.0"
        /// None: Chronograf asks which of its sources the dashboard is for.
        let sources: [String: String] = [:]
    }

    let meta = Origin()
    let dashboard: ChronografDashboard

    init(panels: [DashboardPanel], database: String) {
        dashboard = ChronografDashboard(panels: panels, database: database)
    }
}

struct ChronografDashboard: Encodable {
    struct Template: Encodable {}

    let name = "Earshot"
    let cells: [Cell]
    let templates: [Template] = []

    init(panels: [DashboardPanel], database: String) {
        let places = DashboardPanel.places(of: panels)
        cells = zip(panels, places).enumerated().map { index, pair in
            Cell(pair.0, id: "earshot-\(index + 1)", at: pair.1, database: database)
        }
    }

    struct Cell: Encodable {
        let i: String
        let x: Int
        let y: Int
        let w: Int
        let h: Int
        let name: String
        let type: String
        let queries: [Query]
        let axes: Axes
        let note: String
        let noteVisibility = "default"
        /// Empty for Chronograf's own.
        let colors: [String] = []
        let legend = Legend()
        let decimalPlaces = DecimalPlaces()

        /// Rows of the page that a cell covers.
        private static let height = 4

        init(_ panel: DashboardPanel, id: String, at place: (x: Int, row: Int), database: String) {
            i = id
            (x, y) = (place.x, place.row * Self.height)
            (w, h) = (panel.width, Self.height)
            name = panel.title
            note = panel.note
            type = panel.drawing.chronografName
            queries = [Query(query: panel.query.text(database: database, span: .chronograf))]
            axes = Axes(y: Axis(bounds: panel.bounds.map { ["\($0.lowerBound)", "\($0.upperBound)"] } ?? ["", ""]))
        }
    }

    struct Query: Encodable {
        let query: String
        let type = "influxql"
        /// Empty for the source that is in use.
        let source = ""
    }

    struct Axes: Encodable {
        let x = Axis()
        let y: Axis
    }

    struct Axis: Encodable {
        var bounds = ["", ""]
        let label = ""
        let prefix = ""
        let suffix = ""
        let base = "10"
        let scale = "linear"
    }

    struct Legend: Encodable {}

    struct DecimalPlaces: Encodable {
        let isEnforced = true
        let digits = 2
    }
}

extension DashboardPanel.Drawing {
    fileprivate var chronografName: String {
        switch self {
        case .lines: "line"
        case .bars: "bar"
        case .number: "single-stat"
        }
    }
}
