import Signals

/// Items of a page with their points, as much as goes into one write.
struct PointWrite {
    struct Unit {
        /// The item's index in its page.
        let item: Int
        /// None if nothing of it is to leave.
        let points: [Point]
    }

    private(set) var units: ArraySlice<Unit>
    private(set) var lines: LineProtocol

    /// A write of some units.
    init(_ units: ArraySlice<Unit>) {
        self.units = units
        lines = LineProtocol(units.lazy.flatMap(\.points))
    }

    /// The first items of a page that are of one stream, no more points and bytes than a write may have; only a single item
    /// may have more.
    init(
        first page: OutboxPage,
        of stream: OutboxStream,
        _ limits: PointSink.Configuration,
        _ points: (OutboxPage.Content) -> [Point]
    ) {
        (units, lines) = ([], LineProtocol())
        var next = LineProtocol()
        for (index, item) in page.items.enumerated() {
            guard item.stream == stream else { return }
            let unit = Unit(item: index, points: points(item.content))
            next.reset()
            for point in unit.points { next.append(point) }
            let fits =
                lines.count + next.count <= limits.points
                && lines.bytes.count + next.bytes.count <= limits.bytes
            guard units.isEmpty || fits else { return }
            units.append(unit)
            lines.append(next)
        }
    }

    var halves: [PointWrite] {
        let middle = units.startIndex + units.count / 2
        return [PointWrite(units[..<middle]), PointWrite(units[middle...])]
    }

    /// Returns the refusals if all of it is refused: one for each item that had points in it.
    func refusals(_ cause: Cause) -> [Refusal] {
        units.filter { !$0.points.isEmpty }.map { unit in
            Refusal(item: unit.item, cause: cause, payload: PointWrite([unit]).lines.bytes)
        }
    }
}
