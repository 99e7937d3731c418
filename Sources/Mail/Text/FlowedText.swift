/// Joins the lines of `format=flowed`, RFC 3676.
enum FlowedText {
    /// `deletesSpace`: the parameter `DelSp`: the space that marks a line as flowed is no part of the text.
    static func joined(_ text: String, deletesSpace: Bool) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        // The depth at which the paragraph in hand is quoted; nil behind its end.
        var open: Int?
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
            var content = line.dropFirst(depth)
            // A space in front was put there, so that nothing else is taken for a quote.
            if content.first == UInt8(ascii: " ") { content = content.dropFirst() }
            let isSignature = content.elementsEqual("-- ".utf8)
            if open != depth || isSignature {
                if open != nil { output.append(UInt8(ascii: "\n")) }
                output.append(contentsOf: repeatElement(UInt8(ascii: ">"), count: depth))
                if depth > 0, !content.isEmpty { output.append(UInt8(ascii: " ")) }
            }
            let isFlowed = content.last == UInt8(ascii: " ") && !isSignature
            output += isFlowed && deletesSpace ? content.dropLast() : content
            open = isFlowed ? depth : nil
            if !isFlowed { output.append(UInt8(ascii: "\n")) }
        }
        if output.last == UInt8(ascii: "\n") { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
