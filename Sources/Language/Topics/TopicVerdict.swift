package import Signals

/// Why a topic is named in a text, or why not although something names it.
package struct TopicVerdict: Sendable {
    /// A term of the topic where it stands in the text.
    package struct Finding: Hashable, Sendable {
        package let term: TopicTerm
        /// In bytes.
        package let range: Range<Int>
    }

    package let topic: Topic
    /// What names it, in the text's order; never empty.
    package internal(set) var names: [Finding] = []
    /// What rules it out.
    package internal(set) var excluded: [Finding] = []
    /// What it needs beside it, as far as that is there.
    package internal(set) var required: [Finding] = []

    package var isNamed: Bool { excluded.isEmpty && !isAlone }
    /// Whether nothing that it needs beside it is there.
    package var isAlone: Bool { !topic.required.isEmpty && required.isEmpty }
}

extension TextAnalyzer {
    /// The topics that something in a text names, in the order they are named first, with all that decides on them.
    package func verdicts(on text: String) -> [TopicVerdict] {
        var text = text
        var verdicts = matcher.topics.map { TopicVerdict(topic: $0) }
        var order: [Int] = []
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            matcher.match(read(bytes), of: bytes) { link, tokens in
                let term = matcher.terms[Int(link.term)]
                let finding = TopicVerdict.Finding(term: term, range: range(of: tokens))
                switch term.role {
                case .name:
                    if verdicts[term.topic].names.isEmpty { order.append(term.topic) }
                    verdicts[term.topic].names.append(finding)
                case .excluded: verdicts[term.topic].excluded.append(finding)
                case .required: verdicts[term.topic].required.append(finding)
                }
            }
        }
        return order.map { verdicts[$0] }
    }
}
