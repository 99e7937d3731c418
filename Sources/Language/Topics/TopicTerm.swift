import Signals

/// A text that is looked for on behalf of a topic.
package struct TopicTerm: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
        /// It names the topic: its name, an alias, or a form of one.
        case name
        /// It rules the topic out.
        case excluded
        /// The topic is named only beside one of these.
        case required
    }

    /// The topic's number.
    package let topic: Int
    package let role: Role
    /// As it is written in the topic; a form of that where `isForm`.
    package let text: String
    package let isForm: Bool
    /// Whether it is found in a part of a hashtag.
    let isInTags: Bool

    /// All terms of a topic: those that were written first, then their forms.
    static func all(of topic: Topic, number: Int) -> [TopicTerm] {
        let takesForms = topic.matching == .forms
        func terms(_ role: Role, _ texts: [String]) -> [TopicTerm] {
            texts.map { TopicTerm(topic: number, role: role, text: $0, isForm: false, isInTags: takesForms) }
        }
        let written =
            terms(.name, [topic.name] + topic.aliases) + terms(.excluded, topic.excluded)
            + terms(.required, topic.required)
        guard takesForms else { return written }
        return written
            + written.flatMap { term in
                forms(of: term.text).map {
                    TopicTerm(topic: number, role: term.role, text: $0, isForm: true, isInTags: true)
                }
            }
    }

    /// A phrase with its last word in every other form; none of a tag.
    private static func forms(of text: String) -> [String] {
        guard !text.hasPrefix("#"), !text.hasPrefix("@") else { return [] }
        let words = text.split(separator: " ")
        guard let last = words.last else { return [] }
        return WordForms.of(last).map { (words.dropLast().map(String.init) + [$0]).joined(separator: " ") }
    }
}
