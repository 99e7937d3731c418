/// The header fields that are read; all others are passed over.
enum HeaderName: Int, CaseIterable {
    case from, sender, date, subject, messageID, inReplyTo, references, received
    case listID, beenThere, mailingList, archivedAt, noArchive
    case contentType, contentTransferEncoding, contentDisposition

    private var text: String {
        switch self {
        case .from: "from"
        case .sender: "sender"
        case .date: "date"
        case .subject: "subject"
        case .messageID: "message-id"
        case .inReplyTo: "in-reply-to"
        case .references: "references"
        case .received: "received"
        case .listID: "list-id"
        case .beenThere: "x-beenthere"
        case .mailingList: "x-mailing-list"
        case .archivedAt: "archived-at"
        case .noArchive: "x-no-archive"
        case .contentType: "content-type"
        case .contentTransferEncoding: "content-transfer-encoding"
        case .contentDisposition: "content-disposition"
        }
    }

    /// The names by their length, in lower case.
    private static let byLength: [[(bytes: [UInt8], name: HeaderName)]] = {
        var table: [[(bytes: [UInt8], name: HeaderName)]] = Array(repeating: [], count: 32)
        for name in allCases { table[name.text.utf8.count].append((Array(name.text.utf8), name)) }
        return table
    }()

    /// Finds a name, whatever its case; nil if the field is not read.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count < Self.byLength.count,
            let row = Self.byLength[bytes.count].first(where: { bytes.equalsCaseless($0.bytes) })
        else { return nil }
        self = row.name
    }
}
