import Foundation
import TestSupport
import Testing
import Web

/// Certificates against `openssl s_server`.
@Suite(.enabled(if: TLSServer.isAvailable, "openssl is not installed"), .timeLimit(.minutes(1)))
struct CertificateTests {
    private func error(_ server: TLSServer, trusting authority: String?) async throws -> WebError? {
        let url = try #require(URL(string: "https://localhost:\(server.port)/"))
        let environment = authority.map { ["SSL_CERT_FILE": $0] } ?? [:]
        do {
            let answer = try await Web.using(WebConfiguration(environment: environment)) {
                try await $0.answer(to: WebRequest(named: url))
            }
            #expect(answer.status == 200)
            return nil
        } catch let error as WebError {
            return error
        }
    }

    @Test func `A certificate whose authority is named is trusted`() async throws {
        let server = try TLSServer()
        #expect(try await error(server, trusting: server.authority) == nil)
    }

    @Test func `A certificate of an authority that is not known is refused`() async throws {
        let server = try TLSServer()
        #expect(
            try await error(server, trusting: nil)?.description
                == "this machine does not know the authority of the certificate of https://localhost:\(server.port). Add that authority's certificate to the system's, or name its file in SSL_CERT_FILE"
        )
    }

    @Test func `A certificate that has expired is refused`() async throws {
        let server = try TLSServer(.expired)
        #expect(
            try await error(server, trusting: server.authority)?.description
                == "the certificate of https://localhost:\(server.port) has expired. Renew it on the server"
        )
    }

    @Test func `A certificate for another name is refused`() async throws {
        let server = try TLSServer(.otherName)
        #expect(
            try await error(server, trusting: server.authority)?.description
                == "the certificate of https://localhost:\(server.port) is for another name. Ask by the name it is for"
        )
    }

    @Test func `A file of authorities that is not there is said`() async throws {
        let server = try TLSServer()
        #expect(
            try await error(server, trusting: "/nonexistent/authorities.pem")?.description
                == "the certificates to trust cannot be read, so https://localhost:\(server.port) is not asked. Name a PEM file in SSL_CERT_FILE"
        )
    }

    @Test func `HTTP where TLS is spoken`() async throws {
        let server = try TLSServer()
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/"))
        let error = await #expect(throws: WebError.self) {
            try await SharedWeb.web.answer(to: WebRequest(named: url))
        }
        #expect([.notHTTP, .closed].contains(error?.cause))
    }
}
