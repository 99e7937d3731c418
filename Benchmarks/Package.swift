// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that building the program never builds the benchmark library. The rooms measured are
// linked into it, because what they declare is visible inside one package only.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "earshot-benchmarks",
    dependencies: [
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: [])
    ],
    targets: [
        .target(name: "CResources"),
        .target(name: "Signals", swiftSettings: swiftSettings),
        .target(name: "Language", dependencies: ["Signals", "CResources"], swiftSettings: swiftSettings),
        .target(name: "Relevance", dependencies: ["Language", "Signals"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "TextAnalysis",
            dependencies: [
                "Signals", "Language", "Relevance", "CResources", .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/TextAnalysis",
            swiftSettings: swiftSettings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)
