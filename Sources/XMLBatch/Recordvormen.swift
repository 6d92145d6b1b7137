import FileSystem
import ProgrammaVanEisen

/// The layouts of one record, from the shortest to the longest: in XML they are one element, and what stands in it
/// says which of them it is.
struct Recordvormen {
  /// A layout, with the version that it is of.
  struct Vorm {
    let layout: Layout
    let versie: Versie
  }

  /// At least one; each begins with all the fields of the one before it.
  let vormen: [Vorm]

  /// The recordsoort.
  var record: Int { langste.layout.record }
  /// The one with the most fields.
  var langste: Vorm { vormen[vormen.count - 1] }

  /// - Throws: `BronError` of code `specs` where fields differ in another way than that some are added at the end.
  init(record: Int, _ layouts: [Layouts]) throws {
    var vormen: [Vorm] = []
    for layouts in layouts {
      for layout in layouts.all where layout.record == record {
        if !vormen.contains(where: { Self.places($0.layout) == Self.places(layout) }) {
          vormen.append(.init(layout: layout, versie: layouts.versie))
        }
      }
    }
    vormen.sort { $0.layout.lengte < $1.layout.lengte }
    for (short, long) in zip(vormen, vormen.dropFirst())
    where !Self.places(long.layout).starts(with: Self.places(short.layout)) {
      throw BronError(
        .specs, "record \(record) has forms that do not continue each other, which XML cannot tell apart",
        remedy: "Add fields at the end of a record only")
    }
    self.vormen = vormen
  }

  /// The first of the forms that has a field.
  func eerste(met veld: Veld) -> Int {
    vormen.firstIndex { $0.layout.veld(veld.id) != nil } ?? 0
  }

  private static func places(_ layout: Layout) -> [String] {
    layout.velden.map { "\($0.id) \($0.offset) \($0.lengte)" }
  }
}

extension Layout {
  /// The fields that all records of a melding share: they stand before its records.
  var meldingvelden: ArraySlice<Veld> {
    velden.firstIndex { $0.id == "meldingnummer" }.map { velden[1...$0] } ?? []
  }

  /// The fields of the record itself.
  var eigenVelden: ArraySlice<Veld> {
    velden[(meldingvelden.isEmpty ? 1 : meldingvelden.endIndex)...]
  }
}
