import Signals

/// A thing that is asked again and again for what has come, because nobody says when something has: a file, a folder.
package protocol Follower: Actor {
    /// The next packet; nil if nothing has come.
    func next() async throws -> Packet?
    var condition: Condition { get }
    /// True once nothing will come any more.
    var isOver: Bool { get }
}

/// Hands over what a follower gives, and rests while it gives nothing.
struct Following<F: Follower> {
    /// The pause before a follower that has nothing is asked again: a line appended now is heard in a moment, and
    /// looking costs three system calls.
    private let pause = Duration.milliseconds(20)

    let follower: F
    let context: FeedContext
    let outlet: any Outlet

    /// Runs until the follower is over or the task is cancelled.
    func run() async throws(FeedFault) {
        var known: Condition?
        while !Task.isCancelled {
            let packet = try await next()
            let condition = await follower.condition
            if condition != known {
                outlet.note(condition)
                known = condition
            }
            if let packet {
                do { try await outlet.send(packet) } catch { return }
            } else if await follower.isOver {
                return
            } else {
                try? await context.clock.sleep(for: pause)
            }
        }
    }

    private func next() async throws(FeedFault) -> Packet? {
        do {
            return try await follower.next()
        } catch let error as StreamError {
            throw FeedFault(error)
        } catch {
            // Places are the store's to give: they come when it can be read again.
            throw .passing(Cause(.busy, "the places of its streams cannot be read"))
        }
    }
}
