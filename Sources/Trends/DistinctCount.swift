/// How many different hashes were seen: exact up to 64, estimated by the 64 least beyond (Bar-Yossef and others, 2002).
package struct DistinctCount: Sendable {
    private static let most = 64

    /// In order, the least first.
    private var least: [UInt64] = []

    package init() {}

    package mutating func insert(_ hash: UInt64) {
        if least.count == Self.most, let last = least.last, hash >= last { return }
        let place = least.firstIndex { $0 >= hash } ?? least.count
        guard place == least.count || least[place] != hash else { return }
        least.insert(hash, at: place)
        if least.count > Self.most { least.removeLast() }
    }

    package var count: Int {
        guard least.count == Self.most, let last = least.last else { return least.count }
        // No more than there are hashes to be crafted.
        return Int(min(Double(Self.most - 1) / (Double(max(1, last)) / Double(UInt64.max)), 1e15).rounded())
    }
}
