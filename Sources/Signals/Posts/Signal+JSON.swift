extension JSONWriter {
    /// A signal as a line of the neutral post format.
    ///
    /// `judgement`: written into the line too, where given.
    package mutating func appendLine(of signal: Signal, judgement: Judgement? = nil) {
        raw("{\"id\":")
        append(signal.id.written)
        raw(",\"source\":")
        append(signal.id.source)
        appendMember(",\"author\":", signal.author)
        raw(",\"time\":\"")
        append(signal.time)
        raw("\",\"text\":")
        append(signal.text)
        appendMember(",\"url\":", signal.url)
        appendMember(",\"lang\":", signal.language)
        appendMember(",\"likes\":", signal.engagement.likes)
        appendMember(",\"reposts\":", signal.engagement.reposts)
        appendMember(",\"replies\":", signal.engagement.replies)
        if signal.kind != .post { appendMember(",\"kind\":", signal.kind.name) }
        appendMember(",\"parent\":", signal.parent)
        appendMember(",\"raw\":", signal.raw.map { String(decoding: $0, as: UTF8.self) })
        if let judgement {
            raw(",\"judgement\":{")
            appendMembers(of: judgement)
            raw("}")
        }
        raw("}\n")
    }

    private mutating func appendMember(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        raw(key)
        append(text)
    }

    private mutating func appendMember(_ key: StaticString, _ number: Int64?) {
        guard let number else { return }
        raw(key)
        append(number)
    }
}
