/// Enough of the shell's grammar to read the commands of the documentation.
enum ShellLine {
    /// The calls of `earshot` in a line, each as words, the program first.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        func endWord() {
            if let word { commands[commands.count - 1].append(word) }
            word = nil
        }
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == "#", word == nil {
                break
            } else if "|;&()`".contains(character) {
                endWord()
                commands.append([])
            } else if character == " " || character == "\t" {
                endWord()
            } else {
                word = (word ?? "") + String(character)
            }
        }
        endWord()
        return commands.map { Array($0.drop { $0 == "$" || $0.contains("=") }) }
            .filter { $0.first == "earshot" || $0.first?.hasSuffix("/earshot") == true }
    }
}
