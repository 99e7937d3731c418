import Foundation
import Mail
import Signals
import TestSupport
import Testing

/// Recorded mails read as Python's `mailbox` and `email` read them; where not, for a reason that is stated.
@Suite(.enabled(if: SharedData.isPresent && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
struct PythonComparisonTests {
    private struct Row: Codable, Hashable {
        var id = ""
        var author = ""
        var time: Int64 = 0
        var text: String?
    }

    private static let archived = "archives write \" at \" in addresses; Python leaves half of them or joins the words"
    private static let digest = "a digest: an entry for each of its messages"

    /// Differences by file and field.
    private static let reasons: [String: String] = [
        "mbox_iso8859_encoding.mbox count": "Python refuses an mbox line that is not ASCII",
        "mbox_unixfrom_encoding.mbox count": "Python refuses an mbox line that is not ASCII",
        "mbox_no_fields.mbox author": archived, "mbox_single.mbox author": archived,
        "pipermail_2015_november.mbox author": archived, "pipermail_2016_april.mbox author": archived,
        "mbox_no_fields.mbox time": "without a date, that of the mbox line is taken",
        "mbox_complex.mbox text": "the sign that mbox puts before From is taken away",
        "msg_15.txt time": "without a date, that of the last relay is taken",
        "msg_15.txt text": "two multiparts, one in the other, with the same boundary",
        "msg_17.txt text": "a multipart without its boundary is read as text",
        "msg_25.txt text": "a multipart without its boundary is read as text",
        "msg_31.txt text": "a multipart whose boundary is not the stated one is read as text",
        "msg_37.txt text": "a multipart whose boundary is not the stated one is read as text",
        "msg_41.txt text": "a multipart whose boundary is not the stated one is read as text",
        "msg_02.txt digest": digest, "msg_28.txt digest": digest, "msg_30.txt digest": digest,
        "msg_34.txt digest": digest,
        "msg_18.txt words": "no text and no subject", "msg_19.txt header": "it has no header",
        "msg_39.txt words": "attachments alone, and no subject",
    ]

    @Test(arguments: ["perceval", "python"])
    func `Same count, ids, times, authors and first text`(folder: String) throws {
        let folder = SharedData.url("data/mail/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var differences: Set<String> = []
        for file in files {
            let path = folder.appendingPathComponent(file)
            let theirs = try Self.python(path.path)
            let ours = try Self.read(path)
            differences.formUnion(Self.compare(ours, theirs).map { "\(file) \($0)" })
        }
        let expected = Set(Self.reasons.keys.filter { files.contains(String($0.prefix { $0 != " " })) })
        #expect(differences == expected)
    }

    /// The names of fields that are not the same.
    private static func compare(_ ours: [Result<Row, Difference>], _ theirs: [Row]) -> Set<String> {
        guard ours.count == theirs.count else { return ["count"] }
        var names: Set<String> = []
        for (our, their) in zip(ours, theirs) {
            switch our {
            case .failure(let difference): names.insert(difference.name)
            case .success(let our):
                if our.id != their.id { names.insert("id") }
                if our.author != their.author { names.insert("author") }
                if our.time != their.time { names.insert("time") }
                // Python gives HTML as it is.
                if let text = their.text, our.text != text { names.insert("text") }
            }
        }
        return names
    }

    private struct Difference: Error {
        let name: String
    }

    private static func read(_ file: URL) throws -> [Result<Row, Difference>] {
        let bytes = [UInt8](try Data(contentsOf: file))
        var starts = [0]
        if bytes.starts(with: "From ".utf8) {
            starts += bytes.indices.dropFirst().filter {
                bytes[$0 - 1] == 10 && bytes[$0...].starts(with: "From ".utf8)
            }
        }
        let reader = MailReader()
        return zip(starts, starts.dropFirst() + [bytes.count]).map { start, end in
            bytes[start..<end].withUnsafeBytes { mail in
                do {
                    guard case .message(let message) = try reader.read(mail) else {
                        return .failure(Difference(name: "digest"))
                    }
                    let time = (message.time?.milliseconds ?? 0) / 1000
                    let text = message.whole.replacing(/\s+$/, with: "")
                    return .success(
                        Row(id: message.id ?? "", author: message.author ?? "", time: time, text: text)
                    )
                } catch {
                    return .failure(Difference(name: error as? MailError == .noHeader ? "header" : "words"))
                }
            }
        }
    }

    private static func python(_ path: String) throws -> [Row] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try bytes.split(separator: 10).map { try JSONDecoder().decode(Row.self, from: $0) }
    }

    private static let script = #"""
        import email, email.utils, json, mailbox, sys

        def first_text(message):
            for kind in ('text/plain', 'text/html'):
                for part in message.walk():
                    if part.get_content_type() != kind or part.is_multipart(): continue
                    if part.get_content_disposition() == 'attachment': continue
                    if kind == 'text/html': return None
                    data = part.get_payload(decode=True) or b''
                    try: text = data.decode(part.get_content_charset() or 'us-ascii', 'replace')
                    except LookupError: text = data.decode('us-ascii', 'replace')
                    return text.replace('\r\n', '\n').rstrip()
            return ''

        def row(message):
            date = email.utils.parsedate_tz(str(message['Date'] or ''))
            return {'id': ''.join(str(message['Message-ID'] or '').split()).strip('<>'),
                    'author': email.utils.parseaddr(str(message['From'] or ''))[1],
                    'time': email.utils.mktime_tz(date) if date else 0,
                    'text': first_text(message)}

        path = sys.argv[1]
        box = path.endswith('.mbox')
        for message in mailbox.mbox(path, create=False) if box else [email.message_from_bytes(open(path, 'rb').read())]:
            print(json.dumps(row(message)))
        """#
}
