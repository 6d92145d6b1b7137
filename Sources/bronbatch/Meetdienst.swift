import FileSystem
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import ServiceLifecycle

import struct Logging.Logger

/// Gives the metrics over HTTP, to this machine alone: `GET /metrics`.
struct Meetdienst: Service {
  private let server: HTTPServer
  private let port: UInt16
  private let logger: Logger

  /// - Parameter port: 0 for any that is free; the log says which.
  /// - Throws: `BronError` where the port is taken; nothing was done then.
  init(port: UInt16, _ meetwaarden: Meetwaarden, _ logger: Logger) throws {
    self.port = port
    self.logger = logger
    do {
      let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
      // The server opens it once everything runs, and then it is late to say so. Where it cannot be opened the program
      // ends, and what is open with it.
      let proef = try Socket(domain: AF_INET)
      try proef.setValue(true, for: .localAddressReuse)
      try proef.bind(to: address)
      try proef.listen()
      try proef.close()
      var routes = RoutedHTTPHandler()
      routes.appendRoute("GET /metrics") { _ in
        HTTPResponse(
          statusCode: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
          body: Data(try meetwaarden.text().utf8))
      }
      server = HTTPServer(address: address, logger: .disabled, handler: routes)
    } catch {
      throw Self.fout(port, error)
    }
  }

  func run() async throws {
    let server = server
    do {
      try await withGracefulShutdownHandler {
        async let _ = tell()
        try await server.run()
      } onGracefulShutdown: {
        Task {
          try await server.waitUntilListening()
          await server.stop(timeout: 1)
        }
      }
    } catch {
      // One that is stopped ends by an error too.
      if !Task.isShuttingDownGracefully { throw Self.fout(port, error) }
    }
  }

  private func tell() async throws {
    try await server.waitUntilListening()
    guard case .ip4(let address, let port) = await server.listeningAddress else { return }
    logger.notice("metrics are given", metadata: ["at": "http://\(address):\(port)/metrics"])
  }

  private static func fout(_ port: UInt16, _ error: any Error) -> BronError {
    let reden = if case SocketError.failed(_, _, let message) = error { message } else { "\(error)" }
    return BronError(
      .system, "metrics cannot be given at 127.0.0.1:\(port): \(reden)",
      remedy: "Choose a port that is free with --metrics-port, or end who has it")
  }
}
