/// A file of a folder, as it was last seen and as far as it was heard.
struct FolderEntry {
    var sight: FileSight
    /// The uptime at which it was seen to have changed last.
    var since: Duration
    var isHeard = false
    /// The uptime from which it may be tried again, and the number of failures.
    var retryAt = Duration.zero
    var failures = 0
    /// The file while it is open, or while others have its turn.
    var follower: FileFollower?
    var isOpen = false
    /// True if it gave its turn away before its end, and has its descriptor: a file that is removed meanwhile is there still.
    var isHeld = false
    /// The file as it was when it gave its turn away, and how long it has to rest to be taken for whole.
    var paused: FileSight?
    var rest = FolderEntry.rest
    /// Packets of this turn, and the number of the turn: who waited longest is next.
    var packets = 0
    var turn = 0
    /// True once no name in the folder leads to it any more.
    var isGone = false

    /// A file that has not grown for so long is taken for whole; one that ends in the middle of a line is given more.
    static let rest = Duration.seconds(3)
    static let restMidLine = Duration.seconds(60)

    init(_ sight: FileSight, at now: Duration) {
        (self.sight, since) = (sight, now)
    }

    /// Notes how the file looks now.
    mutating func see(_ sight: FileSight, at now: Duration) {
        isGone = false
        guard sight != self.sight else { return }
        (self.sight, since) = (sight, now)
        (isHeard, failures, retryAt) = (false, 0, .zero)
    }

    func isAtRest(at now: Duration) -> Bool { !isHeard && now - since >= rest }

    /// Returns whether it has something that nobody hears.
    func waits(at now: Duration) -> Bool {
        // What is empty may become anything, also compressed.
        guard !isHeard, !isOpen, sight.size > 0, now >= retryAt else { return false }
        return paused != sight || isAtRest(at: now)
    }

    /// Comes back later, and later with every failure.
    mutating func failed(at now: Duration) {
        let delay = Duration.seconds(2) * (1 << min(failures, 5))
        failures += 1
        retryAt = now + min(delay, .seconds(60))
        isHeard = false
        close()
    }

    mutating func begin(turn: Int) {
        (isOpen, isHeld, self.turn, packets) = (true, false, turn, 0)
    }

    /// Gives its turn away.
    mutating func pause(hasMore: Bool, isHeld: Bool) {
        (isOpen, self.isHeld) = (false, isHeld)
        paused = hasMore ? nil : sight
    }

    mutating func close() {
        (follower, isOpen, isHeld, paused) = (nil, false, false, nil)
    }
}
