/// Reads a mail of Google Alerts: what was found, an entry each.
///
/// Its text has a heading for every search, `=== News - 2 new results for [swift] ===`, and under it for every find a
/// title, a publisher, some words and a link through Google.
enum GoogleAlert {
    private static let sender = "googlealerts-noreply@google.com"
    private static let entryLimit = 500

    /// The entries; nil if it is no such mail, or none of the shape.
    static func entries(of message: MailMessage) -> [MailMessage]? {
        guard message.author?.lowercased() == sender else { return nil }
        var entries: [MailMessage] = []
        var lines: [Substring] = []
        for line in message.whole.split(separator: "\n", omittingEmptySubsequences: false)
        where entries.count < entryLimit {
            let line = line.drop { $0 == " " }
            if let link = target(line) {
                if let entry = entry(lines, link, number: entries.count + 1, message) { entries.append(entry) }
                lines = []
            } else if line.hasPrefix("===") || line.hasPrefix("- - -") {
                lines = []
            } else if line.isEmpty {
                // A title and what follows it are one paragraph.
                lines = []
            } else {
                lines.append(line)
            }
        }
        return entries.isEmpty ? nil : entries
    }

    /// The page that a link through Google leads to.
    private static func target(_ line: Substring) -> String? {
        guard line.hasPrefix("<https://www.google.com/url?"), let close = line.firstIndex(of: ">") else { return nil }
        let query = line[..<close].drop { $0 != "?" }.dropFirst()
        for pair in query.split(separator: "&") where pair.hasPrefix("url=") || pair.hasPrefix("q=") {
            let value = pair.drop { $0 != "=" }.dropFirst()
            let link = String(decoding: PercentEncoding.decode(Array(value.utf8)), as: UTF8.self)
            return link.hasPrefix("http") ? link : nil
        }
        return nil
    }

    private static func entry(_ lines: [Substring], _ link: String, number: Int, _ alert: MailMessage) -> MailMessage? {
        guard let title = lines.first, !title.lowercased().hasPrefix("see all stories") else { return nil }
        let words = lines.dropFirst().joined(separator: " ")
        var entry = MailMessage(text: words.isEmpty ? String(title) : words)
        entry.subject = String(title)
        entry.id = alert.id.map { "\($0)#\(number)" }
        entry.time = alert.time
        entry.url = link
        entry.links = [link]
        entry.list = "google-alerts"
        entry.thread = alert.id
        return entry
    }
}
