import Foundation
import Signals
import Sinks
import Testing

/// The table that dashboards are made of, against the points that are written and the page that describes them.
@Suite struct TweetSchemaTests {
    /// A signal of which everything is known.
    private static let full = OutboxEntry.told(topics: ["swift"], isVolatile: true, raw: Array("{}".utf8))

    private static func kind(_ value: Point.Field) -> TweetSchema.Kind {
        switch value {
        case .integer: .integer
        case .float: .float
        case .boolean: .boolean
        case .string: .string
        }
    }

    @Test func `points have the tags and fields of the table, and no others`() {
        let points = TweetPoints(includesRaw: true).points(of: Self.full)
        #expect(Set(points.map(\.measurement)) == Set(TweetSchema.measurements.map(\.name)))
        for point in points {
            let measurement = TweetSchema.measurements.first { $0.name == point.measurement }
            #expect(Set(point.tags.map(\.key)) == Set((measurement?.tags ?? []).map(\.rawValue)))
            #expect(Set(point.fields.map(\.key)) == Set((measurement?.fields ?? []).map(\.rawValue)))
            for field in point.fields {
                #expect(TweetSchema.Field(rawValue: field.key)?.kind == Self.kind(field.value), "\(field.key)")
            }
        }
    }

    @Test func `a figure of relevance has the fields of its table, and no tag`() {
        let point = FigurePoints.point(of: .made(1))
        #expect(point.measurement == TweetSchema.figures.name)
        #expect(point.tags.isEmpty && TweetSchema.figures.tags.isEmpty)
        #expect(point.fields.map(\.key) == TweetSchema.figures.fields.map(\.rawValue))
        for field in point.fields {
            #expect(TweetSchema.Field(rawValue: field.key)?.kind == Self.kind(field.value), "\(field.key)")
        }
    }

    @Test func `the reference describes every measurement and field, with its type`() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/reference.md")
        let reference = try String(contentsOf: page, encoding: .utf8)
        for measurement in TweetSchema.measurements {
            #expect(reference.contains("| `\(measurement.name)` | per signal"))
        }
        #expect(reference.contains("| `\(TweetSchema.figures.name)` | per fifty decisions"))
        for field in TweetSchema.Field.allCases {
            #expect(reference.contains("| `\(field.rawValue)` | \(field.kind.rawValue) |"), "\(field.rawValue)")
        }
    }
}
