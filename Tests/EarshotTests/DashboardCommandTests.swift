import Foundation
import TestSupport
import Testing

/// What Grafana and Chronograf want of a dashboard, as far as it can be told without them.
@Suite struct DashboardCommandTests {
    @Test(arguments: PrintedDashboard.names)
    func `both show the same panels, none over another`(name: String) throws {
        let panels = try PrintedDashboard(name).panels
        #expect(
            panels.map(\.title) == [
                "Posts over time by keyword", "Sentiment by keyword", "Share of volatile posts by keyword",
                "Relevance by keyword", "Posts over time by source", "Posts over time", "Posts",
                "How well relevance is learned",
            ]
        )
        let columns = name == "grafana" ? 24 : 12
        for (index, panel) in panels.enumerated() {
            #expect(panel.x >= 0 && panel.y >= 0 && panel.width > 0 && panel.height > 0)
            #expect(panel.x + panel.width <= columns, "\(panel.title)")
            #expect(!panels[(index + 1)...].contains { panel.overlaps($0) }, "\(panel.title)")
        }
    }

    @Test(arguments: PrintedDashboard.names)
    func `totals are counted of posts, and never of tweets`(name: String) throws {
        for panel in try PrintedDashboard(name).panels {
            let isByKeyword = panel.title.hasSuffix("by keyword")
            #expect(panel.query.contains("\"tweets\"") == isByKeyword, "\(panel.query)")
            let isOfFigures = panel.query.contains("\"relevance\" WHERE")
            #expect(panel.query.contains("\"posts\"") == !(isByKeyword || isOfFigures), "\(panel.query)")
        }
    }

    @Test func `the first panel asks the original collector's query`() throws {
        let object = try PrintedDashboard("chronograf").object
        let cells = try #require((object["dashboard"] as? [String: Any])?["cells"] as? [[String: Any]])
        let query = try #require((cells[0]["queries"] as? [[String: Any]])?.first?["query"] as? String)
        #expect(
            query == """
                SELECT count("tweetid") AS "count_tweetid" FROM "twitter"."autogen"."tweets" WHERE time > :dashboardTime: AND \
                time < :upperDashboardTime: GROUP BY time(5m), "keywords"
                """
        )
    }

    @Test func `Grafana finds its keys`() throws {
        let object = try PrintedDashboard("grafana").object
        #expect(object["title"] as? String == "Earshot")
        #expect(object["schemaVersion"] as? Int == 38)
        #expect(object["id"] == nil, "an id would overwrite the dashboard of that number")
        let variables = (object["templating"] as? [String: Any])?["list"] as? [[String: Any]]
        #expect(variables?.map { $0["type"] as? String } == ["datasource"])
        #expect(variables?.map { $0["query"] as? String } == ["influxdb"])
        let panels = try #require(object["panels"] as? [[String: Any]])
        #expect(panels.map { $0["id"] as? Int } == Array(1...panels.count))
        for panel in panels {
            #expect(["timeseries", "stat"].contains(panel["type"] as? String))
            #expect((panel["datasource"] as? [String: String]) == ["type": "influxdb", "uid": "${datasource}"])
            #expect(panel["fieldConfig"] is [String: Any] && panel["options"] is [String: Any])
            let target = try #require((panel["targets"] as? [[String: Any]])?.first)
            #expect(target["refId"] as? String == "A")
            #expect(target["rawQuery"] as? Bool == true)
            #expect(target["resultFormat"] as? String == "time_series")
        }
    }

    @Test func `Chronograf finds its keys, with values that its server takes`() throws {
        let object = try PrintedDashboard("chronograf").object
        let dashboard = try #require(object["dashboard"] as? [String: Any])
        let meta = try #require(object["meta"] as? [String: Any])
        #expect((meta["sources"] as? [String: Any])?.isEmpty == true)
        #expect((dashboard["name"] as? String)?.count ?? 51 <= 50)
        let cells = try #require(dashboard["cells"] as? [[String: Any]])
        #expect(Set(cells.compactMap { $0["i"] as? String }).count == cells.count)
        for cell in cells {
            #expect(["line", "bar", "single-stat"].contains(cell["type"] as? String))
            #expect(cell["noteVisibility"] as? String == "default")
            #expect((cell["queries"] as? [[String: Any]])?.map { $0["type"] as? String } == ["influxql"])
            let axes = try #require(cell["axes"] as? [String: [String: Any]])
            #expect(Set(axes.keys) == ["x", "y"])
            for axis in axes.values {
                #expect(["linear", "log"].contains(axis["scale"] as? String))
                #expect(["10", "2"].contains(axis["base"] as? String))
                #expect((axis["bounds"] as? [String])?.count == 2)
            }
        }
    }

    @Test func `the database is the one named, quoted`() throws {
        let run = try Program.run(["dashboard", "chronograf", "--influx-database", #"my "db""#])
        #expect(run.exitCode == 0)
        #expect(run.output.contains(#"FROM \"my \\\"db\\\"\".\"autogen\".\"posts\""#))
        #expect(!run.output.contains("twitter"))
    }

    @Test(arguments: [["dashboard"], ["dashboard", "kibana"], ["dashboard", "grafana", "--influx-database", ""]])
    func `what cannot be drawn is wrong usage`(command: [String]) throws {
        let run = try Program.run(command)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("Error: "))
        #expect(run.errors.contains("Usage: earshot dashboard <program> [<options>]"))
    }
}
