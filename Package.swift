// swift-tools-version: 6.2
import PackageDescription

/// Set by `make fuzz`: our own modules report their coverage to libFuzzer, and check every access to memory.
let fuzzing = Context.environment["BRONBATCH_FUZZ"] != nil
let sanitizers = ["-sanitize=fuzzer,address"]

let strict: [SwiftSetting] =
  [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
  + (fuzzing ? [.unsafeFlags(sanitizers + ["-assert-config", "Debug"])] : [])

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let flyingFox: Target.Dependency = .product(name: "FlyingFox", package: "FlyingFox")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: strict)
}

let package = Package(
  name: "BronBatch",
  products: [.executable(name: "bronbatch", targets: ["bronbatch"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .target(name: "CSystem", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("isal")]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    module("FileSystem", ["CSystem", crypto]),
    module("ProgrammaVanEisen", ["FileSystem", yams]),
    module("Records", ["FileSystem", "ProgrammaVanEisen"]),
    module("XMLBatch", ["FileSystem", "ProgrammaVanEisen", "Records"]),
    module("Reference", ["FileSystem", "ProgrammaVanEisen", "Records"]),
    module("Checks", ["FileSystem", "ProgrammaVanEisen", "Records", "Reference"]),
    module("Identification", ["Checks", "ProgrammaVanEisen", "Records", "Reference"]),
    module(
      "Register",
      ["CSQLite", "FileSystem", "ProgrammaVanEisen", "Records", "Reference", "Checks", "Identification", grdb, sqlite]),
    module(
      "Exchange",
      [
        "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Checks", "Identification", "Register",
        grdb, log, metrics,
      ]),
    module("Generator", ["FileSystem", "ProgrammaVanEisen", "Records"]),
    module("Documentation", ["FileSystem", "ProgrammaVanEisen"]),
    .executableTarget(
      name: "bronbatch",
      dependencies: [
        "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Register", "Exchange", "Generator",
        "Documentation", flyingFox, log, metrics, yams,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict,
      // A tenth of the processor time of a run: persons come and go by the million, and on another thread than they came.
      linkerSettings: [.linkedLibrary("jemalloc")]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Checks", "Identification", "Register",
        "Exchange", "Generator", "Treewalk", "CExpat",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/Bench", swiftSettings: strict),
    .systemLibrary(name: "CExpat", path: "Tests/CExpat", providers: [.apt(["libexpat1-dev"])]),
    .target(
      name: "TestSupport", dependencies: ["FileSystem"], path: "Tests/TestSupport", swiftSettings: strict),
    .target(name: "Treewalk", dependencies: ["ProgrammaVanEisen"], path: "Tests/Treewalk", swiftSettings: strict),
    .target(
      name: "Fuzzing",
      dependencies: [
        "CExpat", "CSystem", "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Checks",
        "Exchange",
        "TestSupport", "Treewalk",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: strict),
    .testTarget(name: "FuzzTests", dependencies: ["Fuzzing"], path: "Tests/Fuzz/Tests", swiftSettings: strict),
    // Kills the program at every system call, or has that call fail; see Tests/Sweep.
    .target(name: "CSweep", path: "Tests/CSweep", linkerSettings: [.linkedLibrary("sqlite3")]),
    .executableTarget(
      name: "sweep",
      dependencies: [
        "CSweep", "FileSystem", "ProgrammaVanEisen", "XMLBatch", "Reference", "Register", "Exchange", "Generator",
        "TestSupport",
        grdb,
        log,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Sweep", swiftSettings: strict),
    tests("FileSystem", []),
    tests("ProgrammaVanEisen", ["FileSystem"]),
    tests("Documentation", ["FileSystem", "ProgrammaVanEisen", "Exchange"]),
    tests("Records", ["FileSystem", "ProgrammaVanEisen", "Fuzzing"]),
    tests("XMLBatch", ["FileSystem", "ProgrammaVanEisen", "Records", "Generator", "Fuzzing"]),
    tests("Reference", ["FileSystem", "Records"]),
    tests("Register", ["FileSystem", "ProgrammaVanEisen", "Reference", grdb]),
    tests("Checks", ["FileSystem", "ProgrammaVanEisen", "Records", "Reference", "Treewalk"]),
    tests(
      "Generator",
      [
        "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Checks", "Register", "Exchange", grdb,
        log,
      ]),
    .testTarget(
      name: "ModelTests",
      dependencies: [
        "FileSystem", "ProgrammaVanEisen", "Records", "Reference", "Register", "Exchange", "TestSupport", "Treewalk",
        grdb, log, yams,
      ],
      swiftSettings: strict),
    tests("Exchange", ["FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Register", grdb, log]),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "FileSystem", "ProgrammaVanEisen", "Records", "XMLBatch", "Reference", "Checks", "Register", "Exchange",
        "TestSupport", grdb, log, yams,
      ],
      exclude: ["Scenarios", "Tweelingen"], swiftSettings: strict),
  ]
)

if fuzzing {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Fuzzing"], path: "Tests/Fuzz/Main", swiftSettings: strict,
      linkerSettings: [.unsafeFlags(sanitizers + ["-use-ld=lld"])]))
}
