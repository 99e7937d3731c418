/// How a text uses capitals, which decides what they tell.
struct NameStyle {
    /// Whether capitals tell names at all: not where everything is written with them, nor in German.
    let tellsNames: Bool
    /// Whether few words have capitals, so that those that have are names.
    let hasFewCapitals: Bool
    /// Words with capitals inside sentences: at the start of another they are names, too.
    let namesInside: Set<UInt64>

    /// What has a capital in any style.
    private static let named: NameList.Marks = [.place, .organisation, .product, .given, .title]

    init(_ words: [NameWord], language: String?) {
        let counted = words.filter { !$0.isNumber && $0.range.count > 1 }
        let capitals = counted.filter(\.isCapitalised)
        let loud = counted.filter(\.isAllCapitals)
        // First words say nothing about how the others are written.
        let inside = counted.filter { !$0.isFirst && $0.marks.isDisjoint(with: Self.named) }
        let insideCapitals = inside.filter { $0.isCapitalised }
        let isLoud = loud.count * 2 > counted.count && counted.count > 2
        let isGerman = language == "de" || language == "lb"
        tellsNames = !isLoud && !isGerman && (capitals.count < counted.count || counted.count < 4)
        // A name that is repeated makes no headline.
        hasFewCapitals = Set(insideCapitals.map(\.hash)).count * 5 <= inside.count * 2 || inside.count <= 2
        namesInside = Set(insideCapitals.filter { $0.isStrong && !$0.isAllCapitals }.map(\.hash))
    }
}
