import Assembly
import Feeds
import Settings
import Signals
import Sinks

/// A feed and a sink that nothing but these rows knows of.
enum ToyKinds {
    static let tide = FeedKind(
        name: "tide",
        summary: "hears the level of the sea",
        place: Key("tide", .text, "the gauge", example: "helgoland"),
        keys: [
            Key("every", .duration, "how often the gauge is read", example: "10m", usual: "15m"),
            Key("unit", .choice(["m", "ft"]), "what it is told in", example: "m", usual: "m"),
            Key("token", .secret, "what the gauge's keeper gave you"),
        ],
        access: .token,
        blindSpots: ["waves"],
        ends: "in 2030, with the gauge",
        template: ["- tide: helgoland", "  every: 10m"],
        check: { entry in
            let gauge = (try? entry.placeText()) ?? ""
            let isKnown = gauge == "helgoland"
            return [Finding(what: "feed", message: isKnown ? gauge : "\(gauge) is no gauge.", isFine: isKnown)]
        },
        make: { FeedSetting(source: .file("/gauges/\(try $0.placeText())")) }
    )

    static let bell = SinkKind(
        name: "bell",
        summary: "rings",
        place: Key("bell", .address, "the bell", example: "http://127.0.0.1:9"),
        keys: [Key("strokes", .text, "how often it rings", example: "3", usual: "1")],
        access: .open,
        blindSpots: ["everything but that something came"],
        template: ["- bell: http://127.0.0.1:9"],
        check: { entry, _ in [Finding(what: "sink", message: "\((try? entry.placeText()) ?? "") rings")] },
        make: { entry, context in
            SinkTarget(
                target: try InfluxTarget(url: try entry.placeText(), database: "bell"),
                includesRaw: false,
                volatile: context.volatile
            )
        }
    )

    static let feeds = KindTable(FeedKinds.all + [tide], planned: ["moon"])
    static let sinks = KindTable(SinkKinds.all + [bell], planned: ["horn"])
}
