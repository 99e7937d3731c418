import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Looks at a certificate that was refused, to say why.
///
/// The connection ends in the handshake, before anything is sent over it.
struct CertificateInspection: Sendable {
    let origin: WebOrigin
    /// The address of the server; its name would have to be looked up again.
    let address: String

    private static let patience = TimeAmount.seconds(2)

    /// Returns the fault of the server's own certificate; nil if it cannot be had any more.
    func fault() async -> CertificateFault? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let found = loop.makePromise(of: CertificateFault?.self)
        let connecting = bootstrap(loop, found).connect(host: address, port: origin.port)
        connecting.whenFailure { _ in found.succeed(nil) }
        let limit = loop.scheduleTask(in: Self.patience) { found.succeed(nil) }
        let fault = await withTaskCancellationHandler {
            try? await found.futureResult.get()
        } onCancel: {
            found.succeed(nil)
        }
        limit.cancel()
        connecting.whenSuccess { $0.close(promise: nil) }
        return fault ?? nil
    }

    private func bootstrap(_ loop: any EventLoop, _ found: EventLoopPromise<CertificateFault?>) -> ClientBootstrap {
        ClientBootstrap(group: loop).connectTimeout(Self.patience).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                var configuration = TLSConfiguration.makeClientConfiguration()
                configuration.trustRoots = .certificates([])
                let handler = try NIOSSLClientHandler(
                    context: NIOSSLContext(configuration: configuration),
                    serverHostname: IPAddress(origin.host) == nil ? origin.host : nil,
                    customVerificationCallback: { chain, verdict in
                        found.succeed(chain.first.map(Self.fault))
                        verdict.succeed(.failed)
                    }
                )
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
    }

    private static func fault(of certificate: NIOSSLCertificate) -> CertificateFault {
        let now = Glibc.time(nil)
        if now > certificate.notValidAfter { return .expired }
        return now < certificate.notValidBefore ? .notYetValid : .unknownAuthority
    }
}
