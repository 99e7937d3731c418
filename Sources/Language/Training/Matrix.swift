/// Rows of as many numbers as an embedding has directions.
///
/// All sums are in a fixed order, so that they have the same bits on every machine.
struct Matrix {
    /// A multiple of the four that every processor adds at once.
    static let width = 48

    let rows: Int
    private var numbers: [Float]

    /// Zeros.
    init(rows: Int) {
        self.rows = rows
        numbers = Array(repeating: 0, count: rows * Self.width)
    }

    init(rows: Int, using random: inout SplitMix) {
        self.rows = rows
        numbers = (0..<rows * Self.width).map { _ in Float(random.next() >> 40) * 0x1p-23 - 1 }
    }

    subscript(row: Int) -> ArraySlice<Float> {
        get { numbers[row * Self.width..<(row + 1) * Self.width] }
        set { numbers.replaceSubrange(row * Self.width..<(row + 1) * Self.width, with: newValue) }
    }

    /// Adds a row of another matrix times a number to one of this.
    mutating func add(_ other: Matrix, row: Int, times factor: Float, to target: Int) {
        precondition(row < other.rows && target < rows)
        other.numbers.withUnsafeBufferPointer { source in
            numbers.withUnsafeMutableBufferPointer { numbers in
                for column in 0..<Self.width {
                    numbers[target * Self.width + column] += source[row * Self.width + column] * factor
                }
            }
        }
    }

    /// Multiplies every column by a number of its own.
    mutating func scale(_ factors: [Float]) {
        for row in 0..<rows {
            for column in 0..<Self.width { numbers[row * Self.width + column] *= factors[column] }
        }
    }

    /// Makes every row one long that is not zero.
    mutating func normaliseRows() {
        for row in 0..<rows {
            let length = self[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for index in row * Self.width..<(row + 1) * Self.width { numbers[index] /= length }
        }
    }

    /// Makes the columns orthogonal and one long, in their order (Gram and Schmidt); returns how long they were.
    mutating func orthonormalise() -> [Float] {
        (0..<Self.width).map { column in
            let products = products(with: column)
            guard products[column] > 0 else { return 0 }
            let length = products[column].squareRoot()
            var taken = products.map { $0 / products[column] }
            for earlier in 0..<column { taken[earlier] = 0 }
            taken[column] = 1 - 1 / length
            subtract(taken, times: column)
            return length
        }
    }

    /// The sums over all rows of the column times every column.
    private func products(with column: Int) -> [Float] {
        var products = Array(repeating: Float(0), count: Self.width)
        numbers.withUnsafeBufferPointer { numbers in
            products.withUnsafeMutableBufferPointer { products in
                for start in stride(from: 0, to: numbers.count, by: Self.width) {
                    let factor = numbers[start + column]
                    for other in 0..<Self.width { products[other] += numbers[start + other] * factor }
                }
            }
        }
        return products
    }

    /// Takes from every column the given one times a factor of its own.
    private mutating func subtract(_ factors: [Float], times column: Int) {
        factors.withUnsafeBufferPointer { factors in
            numbers.withUnsafeMutableBufferPointer { numbers in
                for start in stride(from: 0, to: numbers.count, by: Self.width) {
                    let number = numbers[start + column]
                    for other in 0..<Self.width { numbers[start + other] -= factors[other] * number }
                }
            }
        }
    }
}
