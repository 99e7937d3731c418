import Signals

// Topics: a keyword, or a section that begins with a name.

extension Setting {
    func topics() throws(ConfigurationError) -> [Topic] {
        var topics: [Topic] = []
        for entry in try list(advice: ": one keyword a line, each with - before it.") {
            topics.append(try entry.named("a topic").topic())
        }
        return topics
    }

    private func topic() throws(ConfigurationError) -> Topic {
        guard !isText else { return Topic(name: try keyword()) }
        let section = try section(example: "name")
        try section.check(
            ["name", "aliases", "exclude", "require", "match"],
            planned: ["any", "near", "lang", "about", "priority", "group", "owner", "from", "path", "every"]
        )
        guard let name = section["name"] else { throw error("a topic has no name. Give it one: name: swift") }
        var topic = Topic(name: try name.named("a topic").keyword())
        topic.aliases = try section["aliases"]?.texts() ?? []
        topic.excluded = try section["exclude"]?.texts() ?? []
        topic.required = try section["require"]?.texts() ?? []
        if let match = section["match"] {
            guard let matching = Topic.Matching(rawValue: try match.text()) else {
                throw match.error("match is exact, or forms for inflections and parts of hashtags.")
            }
            topic.matching = matching
        }
        return topic
    }

    private func keyword() throws(ConfigurationError) -> String {
        let name = try text()
        guard !name.isEmpty else { throw error("a topic is empty. Quote a hashtag: \"#swift\"") }
        return name
    }
}
