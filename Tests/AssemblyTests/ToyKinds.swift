import Assembly
import Feeds
import Settings
import Signals
import Sinks
import Synchronization

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
        make: { entry, _ in TideFeed(gauge: try entry.placeText()) }
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
        make: { entry, context in BellSink(address: try entry.placeText(), http: context.http) }
    )

    static let feeds = KindTable(FeedKinds.all + [tide], planned: ["moon"])
    static let sinks = KindTable(SinkKinds.all + [bell], planned: ["horn"])
}

/// Hears one post, once.
struct TideFeed: Feed {
    let gauge: String

    func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault) {
        guard (try? await context.places.places(of: ""))?.isEmpty != false else { return }
        let post = Signal(
            id: SignalID(source: "tide", id: gauge),
            time: context.now(),
            title: "High water",
            text: "the tide is in at \(gauge)"
        )
        let place = Place(version: 1, bytes: Array("heard".utf8))
        _ = try? await outlet.send(Packet(.posts([post]), mark: Mark(place)))
    }
}

/// Rings for every signal.
struct BellSink: Sink {
    static let rung = Mutex<[String]>([])

    let address: String
    let http: any HTTPWriter

    var reader: OutboxReader {
        OutboxReader(identity: "bell:\(address)", kind: "bell", reads: [.signals], removal: .none)
    }
    var pageLimit: Int { 10 }
    var gathers: Duration { .zero }

    func deliver(_ page: OutboxPage, _ memory: ReaderMemory) async -> Delivery {
        for case .signal(let entry) in page.items.map(\.content) {
            Self.rung.withLock { $0.append("\(address) \(entry.signal.id)") }
        }
        return .dealt(through: page.items.count)
    }
}
