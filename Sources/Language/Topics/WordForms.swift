/// The inflections of an English word, by rule and without a dictionary.
///
/// - Of words of three letters and more: the plural, and the singular of what looks like one (`release`, `releases`;
///   `query`, `queries`; `crash`, `crashes`).
/// - Of words of four letters and more that are written in small letters, so no names: the forms in `-ed` and `-ing`,
///   with the last consonant written once and twice (`deploy`, `deployed`, `deploying`; `ship`, `shipped`, `shipping`).
///
/// A form that is no word does no harm: nobody writes it. Irregular forms are for aliases (`build`, `built`).
enum WordForms {
    /// Other forms than the word itself; none of what is not all Latin letters.
    static func of(_ word: some StringProtocol) -> [String] {
        let lower = word.lowercased()
        guard lower.utf8.count >= 3, lower.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { return [] }
        var forms = [plural(of: lower)]
        if let singular = singular(of: lower) { forms.append(singular) }
        if lower == word, lower.utf8.count >= 4 { forms += verbForms(of: lower) }
        return forms.filter { $0 != lower }
    }

    private static func plural(of word: String) -> String {
        if endsInConsonant(word, before: "y") { return word.dropLast() + "ies" }
        return ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) } ? word + "es" : word + "s"
    }

    private static func singular(of word: String) -> String? {
        guard word.hasSuffix("s"), !["ss", "us", "is"].contains(where: { word.hasSuffix($0) }), word.utf8.count > 3
        else { return nil }
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        let takesES = ["sses", "xes", "zes", "ches", "shes"].contains { word.hasSuffix($0) }
        return String(word.dropLast(takesES ? 2 : 1))
    }

    private static func verbForms(of word: String) -> [String] {
        if word.hasSuffix("ed") || word.hasSuffix("ing") { return [] }
        if word.hasSuffix("e") { return [word + "d", word.dropLast() + "ing"] }
        if endsInConsonant(word, before: "y") { return [word.dropLast() + "ied", word + "ing"] }
        guard let last = word.last, !"aiouwxy".contains(last) else { return [word + "ed", word + "ing"] }
        return [word, word + String(last)].flatMap { [$0 + "ed", $0 + "ing"] }
    }

    /// Whether a word ends in a consonant and `letter`.
    private static func endsInConsonant(_ word: String, before letter: Character) -> Bool {
        guard word.last == letter, let before = word.dropLast().last else { return false }
        return !"aeiou".contains(before)
    }
}
