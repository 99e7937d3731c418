/// Walks the parts of a message and finds the text among them; attachments are counted and not looked at.
struct PartWalker {
    /// Deeper parts and further ones are not looked at: no honest message has as many.
    private static let depthLimit = 16
    private static let partLimit = 1000

    private let bytes: UnsafeRawBufferPointer
    private var parts = 0
    private(set) var attachments = 0
    /// The first text in each form.
    private(set) var plain: Part?
    private(set) var html: Part?
    /// The messages of a digest, as ranges in the bytes.
    private(set) var digest: [Range<Int>] = []

    /// `header`: that of the message.
    init(_ bytes: UnsafeRawBufferPointer, header: HeaderBlock) {
        self.bytes = bytes
        let type = ContentType(header.value(.contentType), usual: "text/plain")
        walk(Part(header, type, body: header.body..<bytes.count), depth: 0)
    }

    private mutating func walk(_ part: Part, depth: Int) {
        parts += 1
        guard parts <= Self.partLimit else { return }
        if part.type.isMultipart, depth < Self.depthLimit, let children = Multipart.children(of: part, in: bytes) {
            let isDigest = part.type.type == "multipart/digest"
            for child in children { walk(child: child, isDigest: isDigest, depth: depth + 1) }
        } else if part.type.type == "message/rfc822", plain == nil, html == nil, depth < Self.depthLimit {
            walk(child: part.body, isDigest: false, depth: depth + 1)
        } else {
            take(part)
        }
    }

    private mutating func walk(child: Range<Int>, isDigest: Bool, depth: Int) {
        let header = HeaderBlock(bytes, child)
        let type = ContentType(header.value(.contentType), usual: isDigest ? "message/rfc822" : "text/plain")
        let part = Part(header, type, body: header.body..<child.upperBound)
        guard isDigest, type.type == "message/rfc822" else { return walk(part, depth: depth) }
        parts += 1
        if parts <= Self.partLimit { digest.append(part.body) }
    }

    private mutating func take(_ part: Part) {
        switch part.type.type {
        case _ where part.isAttachment: attachments += 1
        case "text/html": if html == nil { html = part }
        // A multipart without its boundary is read as what it looks like.
        case _ where part.type.isText || part.type.isMultipart: if plain == nil { plain = part }
        case "message/delivery-status", "message/disposition-notification": break
        default: attachments += 1
        }
    }
}
