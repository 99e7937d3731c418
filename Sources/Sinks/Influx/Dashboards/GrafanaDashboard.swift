/// Grafana's dashboard, in its classic model.
///
/// Facts: Grafana's documentation of the dashboard JSON model, and its schema of the kind Dashboard (11.6).
struct GrafanaDashboard: Encodable {
    /// The model of Grafana 10; later versions read it.
    let schemaVersion = 38
    let uid = "earshot"
    let title = "Earshot"
    let tags = ["earshot"]
    let timezone = "utc"
    let editable = true
    /// One cross-hair for all panels.
    let graphTooltip = 1
    let refresh = "1m"
    let time = Span()
    let templating = Templating()
    let panels: [Panel]

    init(panels: [DashboardPanel], database: String) {
        let places = DashboardPanel.places(of: panels)
        self.panels = zip(panels, places).enumerated().map { index, pair in
            Panel(pair.0, id: index + 1, at: pair.1, database: database)
        }
    }

    struct Span: Encodable {
        let from = "now-24h"
        let to = "now"
    }

    /// One variable: which of the InfluxDB data sources is asked.
    struct Templating: Encodable {
        struct Variable: Encodable {
            let type = "datasource"
            let name = "datasource"
            let label = "Data source"
            let query = "influxdb"
        }

        let list = [Variable()]
    }

    struct DataSource: Encodable {
        let type = "influxdb"
        let uid = "${datasource}"
    }

    struct Place: Encodable {
        let x: Int
        let y: Int
        let w: Int
        let h: Int
    }

    struct Target: Encodable {
        let refId = "A"
        let datasource = DataSource()
        let query: String
        let rawQuery = true
        let resultFormat = "time_series"
        /// The name of a line.
        let alias: String
    }
}

extension GrafanaDashboard {
    struct Panel: Encodable {
        let id: Int
        let type: String
        let title: String
        let description: String
        let datasource = DataSource()
        let gridPos: Place
        /// The shortest bucket.
        let interval: String?
        let targets: [Target]
        let fieldConfig: FieldConfiguration
        let options: Options

        /// Rows of the page that a panel covers.
        private static let height = 9

        init(_ panel: DashboardPanel, id: Int, at place: (x: Int, row: Int), database: String) {
            self.id = id
            type = panel.drawing == .number ? "stat" : "timeseries"
            title = panel.title
            description = panel.note
            // Grafana's page is 24 wide.
            gridPos = Place(x: place.x * 2, y: place.row * Self.height, w: panel.width * 2, h: Self.height)
            interval = panel.query.bucket
            let query = panel.query.text(database: database, span: .grafana)
            targets = [Target(query: query, alias: panel.alias)]
            fieldConfig = FieldConfiguration(panel)
            options = panel.drawing == .number ? .number(NumberOptions()) : .graph(GraphOptions())
        }
    }

    struct FieldConfiguration: Encodable {
        struct Defaults: Encodable {
            let unit: String
            let min: Int?
            let max: Int?
            let custom: Custom?
        }

        struct Override: Encodable {}

        let defaults: Defaults
        let overrides: [Override] = []

        init(_ panel: DashboardPanel) {
            defaults = Defaults(
                unit: panel.isShare ? "percentunit" : "short",
                min: panel.bounds?.lowerBound,
                max: panel.bounds?.upperBound,
                custom: panel.drawing == .number ? nil : Custom(isStacked: panel.drawing == .bars)
            )
        }
    }

    /// How a graph is drawn.
    struct Custom: Encodable {
        struct Stacking: Encodable {
            let mode: String
            let group = "A"
        }

        let drawStyle: String
        let fillOpacity: Int
        let lineWidth = 1
        let showPoints = "auto"
        /// A gap is a gap: nothing is known there.
        let spanNulls = false
        let stacking: Stacking

        init(isStacked: Bool) {
            drawStyle = isStacked ? "bars" : "line"
            fillOpacity = isStacked ? 80 : 0
            stacking = Stacking(mode: isStacked ? "normal" : "none")
        }
    }

    enum Options: Encodable {
        case graph(GraphOptions)
        case number(NumberOptions)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .graph(let options): try options.encode(to: encoder)
            case .number(let options): try options.encode(to: encoder)
            }
        }
    }

    struct GraphOptions: Encodable {
        struct Legend: Encodable {
            let showLegend = true
            let displayMode = "list"
            let placement = "bottom"
            let calcs: [String] = []
        }

        struct Tooltip: Encodable {
            let mode = "multi"
            let sort = "desc"
        }

        let legend = Legend()
        let tooltip = Tooltip()
    }

    struct NumberOptions: Encodable {
        struct Reduction: Encodable {
            let calcs = ["lastNotNull"]
            let fields = ""
            let values = false
        }

        let reduceOptions = Reduction()
        let colorMode = "value"
        let graphMode = "none"
        let textMode = "auto"
    }
}
