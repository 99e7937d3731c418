extension JSONWriter {
    /// A signal as a line of the neutral post format.
    ///
    /// `judgement`: written into the line too, where given.
    package mutating func appendLine(of signal: Signal, judgement: Judgement? = nil) {
        raw("{")
        appendMembers(of: signal)
        if let judgement {
            raw(",\"judgement\":{")
            appendMembers(of: judgement)
            raw("}")
        }
        raw("}\n")
    }

    /// `"id":…` to `"raw":…`: the keys of the neutral post format.
    package mutating func appendMembers(of signal: Signal) {
        raw("\"id\":")
        append(signal.id.written)
        raw(",\"source\":")
        append(signal.id.source)
        appendMember(",\"author\":", signal.author)
        appendMember(",\"author_id\":", signal.authorID)
        appendMember(",\"time\":", signal.time)
        appendMember(",\"title\":", signal.title)
        appendMember(",\"text\":", signal.text)
        appendMember(",\"url\":", signal.url)
        appendLinks(signal.links)
        appendMember(",\"in\":", signal.venue)
        appendMember(",\"lang\":", signal.language)
        appendMember(",\"likes\":", signal.engagement.likes)
        appendMember(",\"reposts\":", signal.engagement.reposts)
        appendMember(",\"replies\":", signal.engagement.replies)
        appendMember(",\"reach\":", signal.reach)
        if signal.kind != .post { appendMember(",\"kind\":", signal.kind.name) }
        appendMember(",\"parent\":", signal.parent)
        appendMember(",\"quoted\":", signal.quoted)
        appendMember(",\"thread\":", signal.thread)
        appendFacts(signal.facts)
        appendMember(",\"edited_at\":", signal.editedAt)
        appendMember(",\"raw\":", signal.raw.map { String(decoding: $0, as: UTF8.self) })
    }

    // MARK: Members, each after a comma; none for what is unknown

    package mutating func appendLinks(_ links: [String]) {
        guard !links.isEmpty else { return }
        raw(",\"links\":[")
        for index in links.indices {
            if index > 0 { raw(",") }
            append(links[index])
        }
        raw("]")
    }

    package mutating func appendFacts(_ facts: Facts) {
        guard !facts.isEmpty else { return }
        raw(",\"facts\":{")
        let start = count
        appendFact("\"state\":", facts.state, after: start)
        appendFact("\"duration_ms\":", facts.durationMilliseconds, after: start)
        appendFact("\"branch\":", facts.branch, after: start)
        appendFact("\"severity\":", facts.severity, after: start)
        appendFact("\"number\":", facts.number, after: start)
        raw("}")
    }

    private mutating func appendFact(_ key: StaticString, _ text: String?, after start: Int) {
        guard let text else { return }
        if count > start { raw(",") }
        raw(key)
        append(text)
    }

    private mutating func appendFact(_ key: StaticString, _ number: Int64?, after start: Int) {
        guard let number else { return }
        if count > start { raw(",") }
        raw(key)
        append(number)
    }

    private mutating func appendMember(_ key: StaticString, _ time: Timestamp?) {
        guard let time else { return }
        raw(key)
        raw("\"")
        append(time)
        raw("\"")
    }

    package mutating func appendMember(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        raw(key)
        append(text)
    }

    package mutating func appendMember(_ key: StaticString, _ number: Int64?) {
        guard let number else { return }
        raw(key)
        append(number)
    }
}
