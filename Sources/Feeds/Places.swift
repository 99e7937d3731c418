package import Signals

/// The places a feed may hear on from, as far as whoever runs it lets it see them.
package protocol Places: Sendable {
    /// The kept places of a stream, in no order.
    ///
    /// - Throws: database errors, which pass or end the program.
    func places(of stream: String) async throws -> [Place]
}

/// No places at all: everything is heard from its start.
package struct NoPlaces: Places {
    package init() {}

    package func places(of stream: String) -> [Place] { [] }
}
