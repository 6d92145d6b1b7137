import FileSystem

/// Reads `Specs/uitleg.yaml`: what each check means, and what to do about it.
struct UitlegReader {
  let specs: String
  let folders: Folders

  /// What an entry is for.
  private struct Sleutel: Hashable {
    var code: String
    /// nil: every record that has no entry of its own.
    var record: Int?
  }

  /// The uitleg of each check, in the order of `controles`.
  func uitleg(of controles: [Controle]) throws -> [Uitleg] {
    let entries = try entries()
    return try controles.map { controle in
      // The row is the more precise of the two.
      let sleutels = [controle.rij, controle.code].flatMap {
        [Sleutel(code: $0, record: controle.record), Sleutel(code: $0)]
      }
      guard let uitleg = sleutels.lazy.compactMap({ entries[$0] }).first else {
        throw BronError(
          .specs, "check \(controle.code) has no uitleg for its record", at: controle.place,
          remedy: "Say in uitleg.yaml what it means and what to do about it")
      }
      return uitleg
    }
  }

  private func entries() throws -> [Sleutel: Uitleg] {
    let root = try SpecNode(file: Folders.join(specs, "uitleg.yaml"), folders: folders)
    try root.allow(only: ["uitleg"])
    var entries: [Sleutel: Uitleg] = [:]
    for node in try root.required("uitleg").elements() {
      try node.allow(only: ["code", "record", "betekenis", "doen"])
      let sleutel = Sleutel(code: try node.required("code").text(), record: try node.optional("record")?.number())
      let uitleg = Uitleg(
        code: sleutel.code, betekenis: try sentence(node.required("betekenis")),
        doen: try sentence(node.required("doen")))
      if entries.updateValue(uitleg, forKey: sleutel) != nil {
        throw node.mistake("'\(sleutel.code)' stands here twice for the same records")
      }
    }
    return entries
  }

  private func sentence(_ node: SpecNode) throws -> String {
    let text = try node.text()
    if text.isEmpty { throw node.mistake("a text is expected here") }
    return text
  }
}
