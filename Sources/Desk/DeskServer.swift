import Foundation
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// Answers over HTTP: on the local socket everything, on an address of this machine how it is doing.
package struct DeskServer: Service {
    /// Where it answers.
    package enum Address: Sendable {
        /// Only for who may open the file.
        case socket(path: String)
        case host(String, port: Int)
    }

    /// Connections at a time; more wait in the kernel, where they cost this process no descriptor.
    private static let connectionLimit = 64
    /// A connection that says nothing for so long is closed.
    private static let idleTimeout = TimeAmount.seconds(5)

    private let address: Address
    private let control: Control
    private let log: Logger

    package init(_ address: Address, control: Control, log: Logger) {
        self.address = address
        self.control = control
        self.log = log
    }

    package func run() async throws {
        var quiet = log
        // A request a second of a supervisor is no news.
        quiet.logLevel = max(log.logLevel, .warning)
        let log = log
        let place = address.description
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: Self.idleTimeout)),
            configuration: ApplicationConfiguration(
                address: address.bindAddress,
                serverName: "earshot",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit)
            ),
            onServerRunning: { _ in log.info("listening", metadata: ["address": "\(place)"]) },
            logger: quiet
        )
        defer { if case .socket(let path) = address { unlink(path) } }
        do {
            try await application.run()
        } catch {
            throw DeskError(description: "cannot listen at \(place): \(error). Name another address with listen.")
        }
    }

    private var router: Router<DeskContext> {
        let router = Router(context: DeskContext.self)
        HealthRoutes(health: control.health).add(to: router)
        if case .socket = address {
            ControlRoutes(control: control).add(to: router)
            ReviewRoutes(control: control).add(to: router)
        }
        return router
    }
}

/// What is wrong with an address.
package struct DeskError: Error, CustomStringConvertible {
    package let description: String
}

extension DeskServer.Address: CustomStringConvertible {
    package var description: String {
        switch self {
        case .socket(let path): path
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }

    fileprivate var bindAddress: BindAddress {
        switch self {
        case .socket(let path): .unixDomainSocket(path: path)
        case .host(let host, let port): .hostname(host, port: port)
        }
    }
}
