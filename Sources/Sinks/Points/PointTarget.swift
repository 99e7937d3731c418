package import Foundation
package import Signals

/// A server that takes points as line protocol: where requests go, who asks, what its answers mean, and whether it deletes.
///
/// One `PointSink` serves all of them.
package protocol PointTarget: Sendable, CustomStringConvertible {
    /// The kind of its sinks.
    var kind: String { get }
    /// The name that the store knows it by, without credentials.
    var name: String { get }
    var credentials: Credentials { get }
    var removal: OutboxReader.Removal { get }
    /// Where points go, in nanoseconds.
    var writeURL: URL { get }
    /// The request that creates what points go into; nil if a person does.
    var creation: PointRequest? { get }
    /// Forgotten signals that are deleted in one delivery.
    var deletionLimit: Int { get }

    /// Makes a point into what the server can hold; a point of no fields is not sent.
    func adapted(_ point: Point) -> Point
    /// Makes the requests that delete the points of a signal or several.
    func deletions(of removals: [OutboxRemoval]) -> [PointRequest]

    /// Reads the answer to a write of so many points.
    func reply(toWrite answer: HTTPAnswer, points: Int) -> PointReply
    func reply(toCreation answer: HTTPAnswer) -> PointReply
    func reply(toDeletion answer: HTTPAnswer) -> PointReply
    /// Reads the answer to a write of nothing: the reason why points would not be taken, nil if they would.
    func reply(toProbe answer: HTTPAnswer) -> PointReply
}

extension PointTarget {
    package var creation: PointRequest? { nil }
    package var deletionLimit: Int { 100 }

    package func adapted(_ point: Point) -> Point { point }
    package func deletions(of removals: [OutboxRemoval]) -> [PointRequest] { [] }
    package func reply(toCreation answer: HTTPAnswer) -> PointReply { reply(toWrite: answer, points: 1) }
    package func reply(toDeletion answer: HTTPAnswer) -> PointReply { reply(toWrite: answer, points: 1) }
    package func reply(toProbe answer: HTTPAnswer) -> PointReply { reply(toWrite: answer, points: 1) }

    /// Its name: credentials are in no description.
    package var description: String { name }
}

/// A request beside the writes.
package struct PointRequest: Hashable, Sendable {
    package let url: URL
    package let type: String
    package let body: String

    package init(_ url: URL, type: String = "text/plain; charset=utf-8", body: String = "") {
        (self.url, self.type, self.body) = (url, type, body)
    }
}
