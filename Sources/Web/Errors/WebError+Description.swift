extension WebError: CustomStringConvertible {
    package var description: String {
        let place = origin?.description ?? "the address"
        return switch cause {
        case .badAddress:
            "\(place) is none that can be asked. Write it as http://HOST:PORT or https://HOST"
        case .nameNotFound:
            "the name of \(place) is not known. Check its spelling, and that this machine can look up names"
        case .privateAddress:
            "\(place) leads into a private network and was not named in the configuration, so it is not asked. Name it there if it may be"
        default: connection(place) ?? encryption(place) ?? limit(place) ?? other(place)
        }
    }

    private func connection(_ place: String) -> String? {
        switch cause {
        case .refused: "nothing listens at \(place). Is the server running, and is the port right?"
        case .unreachable: "no network leads to \(place). Is this machine online, and is the address right?"
        case .connectTimeout(let time):
            "\(place) did not take the connection within \(Self.text(time)). Is it running, and does a firewall let this machine through?"
        case .socketMissing: "there is no socket at \(place). Is the program that answers there running?"
        case .socketForbidden: "this user may not use the socket at \(place). Ask as the user who runs that program"
        case .closed:
            "\(place) closed the connection without an answer. Does it speak HTTP there, and with or without TLS?"
        case .brokenOff: "\(place) broke the answer off. If that lasts, look at the server's log"
        case .failed: "the connection to \(place) failed. If that lasts, look at the server and at the network"
        default: nil
        }
    }

    private func encryption(_ place: String) -> String? {
        switch cause {
        case .notTLS: "\(place) does not speak TLS. Write http:// if it is meant to be without"
        case .notHTTP: "\(place) does not speak HTTP. Write https:// if it wants TLS, and check the port"
        case .certificate(.expired): "the certificate of \(place) has expired. Renew it on the server"
        case .certificate(.notYetValid):
            "the certificate of \(place) is not valid yet. Check the clocks of the server and of this machine"
        case .certificate(.otherName): "the certificate of \(place) is for another name. Ask by the name it is for"
        case .certificate(.unknownAuthority):
            "this machine does not know the authority of the certificate of \(place). Add that authority's certificate to the system's, or name its file in SSL_CERT_FILE"
        case .certificate(.untrusted):
            "the certificate of \(place) is not to be trusted: it has expired, or its authority is not known here. Renew it, or name its authority's file in SSL_CERT_FILE"
        case .handshakeFailed: "no encryption could be agreed on with \(place). TLS 1.2 or newer is needed"
        case .authoritiesUnreadable:
            "the certificates to trust cannot be read, so \(place) is not asked. Name a PEM file in SSL_CERT_FILE"
        default: nil
        }
    }

    private func limit(_ place: String) -> String? {
        switch cause {
        case .noAnswer(let time): "\(place) has not answered within \(Self.text(time)). Is the server overloaded?"
        case .unfinished(let time):
            "the answer of \(place) was not complete after \(Self.text(time)). Is the server overloaded?"
        case .silent(let time): "\(place) has sent nothing for \(Self.text(time)), so the connection was given up"
        case .bodyTooLarge(let limit): "the answer of \(place) is larger than \(limit) bytes. Is the address right?"
        case .expandsTooFar:
            "the answer of \(place) grows too much when decompressed, so it was not read. Is the address right?"
        case .brokenCompression: "the answer of \(place) is damaged and cannot be decompressed"
        case .tooManyRedirects(let count):
            "the redirects went on after \(count), the last to \(place). Give the true address"
        case .badRedirect: "\(place) redirects to what is no HTTP address. Give the true address"
        default: nil
        }
    }

    private func other(_ place: String) -> String {
        switch cause {
        case .proxyUnusable(let variable):
            "\(variable) names no proxy that can be used, so \(place) is not asked. Write it as http://HOST:PORT, or add the host to no_proxy"
        case .proxyRefusesCredentials:
            "the proxy \(place) wants a user and password, or refuses those given. Write it as http://USER:PASSWORD@HOST:PORT"
        case .proxyRefusesTunnel:
            "the proxy \(place) does not let the connection through. Add the host to no_proxy, or have the proxy allow it"
        case .badRequest: "a header for \(place) cannot be sent. Does a name, password or token hold a line end?"
        case .shutDown: "\(place) was not asked, because the program is ending"
        default: "the request to \(place) failed"
        }
    }

    /// `30 seconds`, `1 second`, `250 milliseconds`.
    private static func text(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        guard attoseconds == 0, seconds > 0 else {
            return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) milliseconds"
        }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }
}
