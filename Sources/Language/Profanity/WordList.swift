import CResources

/// A list of words that is embedded in the program.
enum WordList {
    /// The lines without those that are empty or start with `#`, each split at spaces.
    ///
    /// Split by bytes: the lists are read at every start, and by characters that takes several times as long.
    static func lines(_ text: String) -> [[Substring]] {
        text.utf8.split(separator: UInt8(ascii: "\n"))
            .filter { $0.first != UInt8(ascii: "#") }
            .map { $0.split(separator: UInt8(ascii: " ")).map(Substring.init) }
    }
}

extension String {
    /// A text that is embedded in the program.
    init(resource: earshot_resource) {
        self.init(decoding: resource.buffer, as: UTF8.self)
    }
}
