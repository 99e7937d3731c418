// swift-tools-version: 6.2

import Foundation
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let http: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let compression: Target.Dependency = .product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A room of the house.
///
/// Lower floors never import higher ones: see docs/architecture.md.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name.prefix(1).uppercased() + name.dropFirst())Tests",
        dependencies: [.target(name: name), "TestSupport"] + dependencies,
        exclude: FileManager.default.fileExists(
            atPath: "\(Context.packageDirectory)/Tests/\(name.prefix(1).uppercased() + name.dropFirst())Tests/Fixtures"
        ) ? ["Fixtures"] : [],
        swiftSettings: swiftSettings
    )
}

let package = Package(
    name: "earshot",
    products: [
        .executable(name: "earshot", targets: ["earshot"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Outside the house: C and C++ shims over system libraries, and what is embedded in the executable.
        .target(
            name: "CSimdJSON",
            cxxSettings: [.define("NDEBUG")],
            linkerSettings: [.linkedLibrary("simdjson")]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CResources"),
        .target(name: "CAllocator", linkerSettings: [.linkedLibrary("sqlite3")]),

        // Floor 0
        room("Signals"),
        room("Language", ["Signals", "CResources"]),
        // Floor 1
        room("Relevance", ["Language", "Signals"]),
        room("Trends", ["Language", "Signals"]),
        room("Settings", ["Language", "Signals", yams]),
        room("Mail", ["Signals"]),
        room("Web", ["Signals", httpClient, tls, compression] + http),
        // Floor 2
        room("Store", ["Signals", "Language", "Trends", grdb, sqlite]),
        room("Feeds", ["Signals", "Settings", "Mail", "CSimdJSON", "CZlib", "CZstd", logging]),
        room("Sinks", ["Signals", "Settings", "Web", "CZlib", crypto]),
        // Floor 3
        room(
            "Pipeline",
            ["Signals", "Language", "Relevance", "Trends", "Store", "Feeds", "Sinks", logging, lifecycle]
        ),
        // Floor 4
        room("Desk", ["Signals", "Web", "Feeds", "Store", "Pipeline", hummingbird, logging, lifecycle] + http),
        room(
            "Assembly",
            [
                "Signals", "Language", "Relevance", "Settings", "Web", "Store", "Feeds", "Sinks", "Pipeline", "Desk",
                logging, lifecycle, signals,
            ]
        ),
        // Floor 5
        .executableTarget(
            name: "earshot",
            dependencies: [
                "Signals", "Language", "Relevance", "Trends", "Settings", "Web", "Store", "Feeds", "Sinks",
                "Pipeline", "Desk", "Assembly", "CResources", "CAllocator",
                grdb, argumentParser, logging, lifecycle, signals,
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "TestSupport",
            dependencies: ["Web", "CZlib", "CZstd"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings
        ),
        tests(of: "Signals", ["Language"]),
        tests(of: "Language", ["Signals"]),
        tests(of: "Relevance", ["Signals", "Language", "Feeds"]),
        tests(of: "Trends", ["Signals", "Language"]),
        tests(of: "Settings", ["Signals", "Language"]),
        tests(of: "Mail", ["Signals"]),
        tests(of: "Web", ["Signals", "CZlib"]),
        tests(of: "Store", ["Signals", "Language", "Trends", grdb]),
        tests(of: "Feeds", ["Signals", "Language", logging]),
        tests(of: "Sinks", ["Signals", "Language", "Web"]),
        tests(
            of: "Pipeline",
            ["Signals", "Language", "Relevance", "Trends", "Store", "Feeds", "Sinks", grdb, logging, lifecycle]
        ),
        tests(
            of: "Assembly",
            ["Signals", "Language", "Settings", "Web", "Store", "Feeds", "Sinks", "Pipeline", logging]
        ),
        // Broken input for all readers: a little in every run, and a million with `make fuzz`.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "Signals", "Language", "Relevance", "Mail", "Feeds", "Sinks", "Settings", "Assembly", "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        // What the desk in the terminal does and looks like, without a terminal.
        .testTarget(
            name: "ReviewTests",
            dependencies: ["earshot", "Signals", "Pipeline"],
            swiftSettings: swiftSettings
        ),
        // The command line, run as a user runs it.
        tests(of: "earshot", ["Language", grdb, yams]),
    ],
    cxxLanguageStandard: .cxx17
)
