/// The number of items to read for a sink: as many as it deals with at once, and no more.
struct PageSize {
    private let most: Int
    private(set) var items: Int

    init(most: Int) {
        self.most = max(1, most)
        items = self.most
    }

    /// A whole page was dealt with: the next may be larger.
    mutating func wasDealt() { items = min(most, items * 2) }

    /// Only so many were, though more of the same stream were there.
    mutating func wasCut(to count: Int) { items = min(most, max(1, count + count / 4 + 1)) }

    /// A page of so many was too large; false if it cannot be smaller.
    mutating func wasTooLarge(_ count: Int) -> Bool {
        items = max(1, count / 2)
        return count > 1
    }
}
