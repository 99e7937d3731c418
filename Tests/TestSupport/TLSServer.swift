import Foundation

/// `openssl s_server` on a free loopback port, with a certificate made for it; it answers every GET with 200.
package final class TLSServer: @unchecked Sendable {
    // Unchecked: one test uses it, one call after the other.

    package enum Certificate: Sendable {
        /// For localhost and 127.0.0.1, signed by itself.
        case valid
        case expired
        /// For elsewhere.example alone.
        case otherName
    }

    package static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    package private(set) var port = 0
    private let folder: TemporaryFolder
    private let process = Process()

    /// The file of its certificate, which is its own authority.
    package var authority: String { folder.path("certificate.pem") }

    package init(_ certificate: Certificate = .valid) throws {
        folder = try TemporaryFolder()
        try make(certificate)
        let output = try folder.write("output", "")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", authority, "-key", folder.path("key.pem"), "-www",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = FileHandle.nullDevice
        try process.run()
        try Eventually.holds("the port of openssl") {
            let text = try String(contentsOfFile: output, encoding: .utf8)
            guard let match = text.firstMatch(of: /ACCEPT [^\n]*:([0-9]+)\n/) else { return false }
            port = Int(match.1) ?? 0
            return port > 0
        }
    }

    deinit {
        // A process started here may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func make(_ certificate: Certificate) throws {
        let names = certificate == .otherName ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1"
        let settings = """
            [ca]
            default_ca = all
            [all]
            database = \(try folder.write("index.txt", ""))
            serial = \(try folder.write("serial", "01"))
            new_certs_dir = \(folder.url.path)
            default_md = sha256
            policy = policy
            x509_extensions = extensions
            [policy]
            commonName = supplied
            [extensions]
            subjectAltName = \(names)
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = earshot test
            """
        let file = try folder.write("openssl.cnf", settings + "\n")
        let (key, request) = (folder.path("key.pem"), folder.path("request.pem"))
        try openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
            "-out", request, "-config", file,
        ])
        let end = certificate == .expired ? "20210101000000Z" : "20491231000000Z"
        try openssl([
            "ca", "-batch", "-selfsign", "-notext", "-config", file, "-keyfile", key, "-in", request,
            "-out", authority, "-startdate", "20200101000000Z", "-enddate", end,
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw POSIXError(.EINVAL) }
    }
}
