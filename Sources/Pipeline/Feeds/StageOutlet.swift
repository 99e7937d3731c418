package import Feeds
import Signals

/// Hands the packets of one feed to the judging stage.
package struct StageOutlet: Outlet {
    private let intake: Intake
    private let account: FeedAccount

    package init(_ intake: Intake, account: FeedAccount) {
        (self.intake, self.account) = (intake, account)
    }

    @discardableResult
    package func send(_ packet: consuming Packet) async throws(CancellationError) -> Ticket {
        let entry = entry(packet)
        do throws(CancellationError) {
            try await intake.send(entry)
        } catch {
            giveBack(entry)
            account.lose()
            throw error
        }
        return entry.ticket
    }

    package func offer(_ packet: consuming Packet) -> Ticket? {
        guard intake.hasRoom else {
            account.drop()
            return nil
        }
        let entry = entry(packet)
        guard intake.offer(entry) else {
            giveBack(entry)
            account.settle()
            account.drop()
            return nil
        }
        return entry.ticket
    }

    package func note(_ condition: Condition) {
        switch condition {
        case .hearing: account.set(.hearing)
        case .waiting(let cause): account.set(.waiting(cause))
        }
    }

    private func entry(_ packet: consuming Packet) -> Intake.Entry {
        var packet = packet
        if packet.gap == nil { packet.gap = account.takeGap() }
        account.take()
        return Intake.Entry(packet: packet, claim: Intake.Claim(account: account, ticket: Ticket()))
    }

    /// Counts the gap of a packet that was not taken for the next one.
    private func giveBack(_ entry: Intake.Entry) {
        guard let gap = entry.packet.gap, gap.from == nil else { return }
        account.drop(gap.dropped ?? 0)
    }
}
