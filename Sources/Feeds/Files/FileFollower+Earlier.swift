import Logging

extension FileFollower {
    /// Finds the files to be heard first: the youngest that was begun, and all that came after it.
    ///
    /// If none was begun, they are from before anybody listened, and stay unheard.
    /// `held`: the file that has the name now.
    func lookBack(besides held: FileIdentity?) async throws {
        var younger: [String] = []
        for file in RotatedFile.files(of: path) where file.identity != held {
            guard !lingering.contains(where: { $0.identity == file.identity }) else {
                earlierPaths = younger
                return
            }
            guard let (earlier, lines) = try await openEarlier(file.path, file.identity) else { continue }
            if lines > 0 {
                earlierFile = earlier
                earlierPaths = younger
                return
            }
            if file.isNumbered { younger.append(file.path) }
        }
    }

    /// The next packet of the files that were rotated away, the oldest first.
    func nextOfEarlier() async throws -> Packet? {
        while true {
            if let packet = try await nextInHand() { return packet }
            guard let path = earlierPaths.popLast() else { break }
            guard let identity = FileSight(path: path)?.identity else { continue }
            earlierFile = try await openEarlier(path, identity)?.file
        }
        return try await nextOfLingering()
    }

    private func nextInHand() async throws -> Packet? {
        guard var file = earlierFile else { return nil }
        if let packet = try await next(of: &file) {
            earlierFile = file
            return packet
        }
        earlierFile = nil
        file.since = context.uptime()
        if file.mayGrow { lingering.append(file) }
        return nil
    }

    /// Returns the next packet written behind the end that was heard, by a writer who still has a rotated file open.
    private func nextOfLingering() async throws -> Packet? {
        for index in lingering.indices.reversed() {
            var file = lingering[index]
            file.reader.goOn()
            let packet = try await next(of: &file)
            let isYoungest = index == lingering.indices.last
            if packet != nil || (isYoungest && !isNextWritten) { file.since = context.uptime() }
            lingering[index] = file
            if let packet { return packet }
            if file.isFinishing {
                lingering.remove(at: index)
            } else if context.uptime() - file.since >= Self.grace {
                // A line without its end is one now.
                file.reader.finish()
                lingering[index].isFinishing = true
            }
        }
        return nil
    }

    /// True once the writer has gone over to the file that has the name now.
    private var isNextWritten: Bool { (FileSight(path: path)?.size ?? 0) > 0 }

    /// A fault of one file stops no other.
    private func next(of file: inout EarlierFile) async throws -> Packet? {
        do {
            if !file.isBegun { file.isBegun = try await start(file.reader) != nil }
            return file.isBegun ? try file.reader.next() : nil
        } catch let error as StreamError {
            passOver(file.path, error)
            return nil
        }
    }

    /// nil where the file cannot be heard, which stops no other.
    private func openEarlier(
        _ path: String,
        _ identity: FileIdentity
    ) async throws -> (file: EarlierFile, lines: Int64)? {
        do {
            let isWhole = FollowedFile.isCompressed(path: path)
            let reader = makeReader(isWhole ? .file(path: path) : .followed(path: path))
            try reader.open()
            let lines = try await start(reader)
            let file = EarlierFile(
                path: path,
                identity: identity,
                reader: reader,
                isBegun: lines != nil,
                mayGrow: !isWhole
            )
            return (file, lines ?? 0)
        } catch let error as StreamError {
            passOver(path, error)
            return nil
        }
    }

    private func passOver(_ file: String, _ error: StreamError) {
        context.log.warning(
            "a file that was rotated away cannot be heard",
            metadata: ["feed": "\(path)", "file": "\(file)", "reason": "\(error)"]
        )
    }
}
