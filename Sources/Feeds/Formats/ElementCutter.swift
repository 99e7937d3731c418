/// Finds the elements of a stream that is not cut at line ends.
protocol ElementCutter {
    /// The elements found and not taken yet, by where they stand behind the last byte taken.
    var elements: [Range<Int>] { get }
    /// Up to where was looked.
    var position: Int { get }
    /// The length of the element in hand so far.
    var openLength: Int { get }
    /// True if an element was begun and is not complete.
    var isInside: Bool { get }
    /// The number of bytes at the front that belong to no element and may be passed over.
    var passable: Int { get }

    /// Looks at what was not looked at yet.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, isAtEnd: Bool)
    /// Hands over the elements in the first `count` bytes, and counts from behind them.
    mutating func take(_ count: Int) -> [Range<Int>]
    /// Takes an element that ends where an earlier run stopped as complete.
    mutating func settle()
}
