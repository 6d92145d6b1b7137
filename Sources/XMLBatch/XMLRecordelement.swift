import ProgrammaVanEisen

/// How a record of one form is written: its labels, ready to be copied.
struct XMLRecordelement {
  /// A field and its labels.
  struct Field {
    let range: Range<Int>
    let vorm: Elementtabel.Vorm
    let open: [UInt8]
    let close: [UInt8]
    /// Whether it stands there though it is empty, because the form is seen by it alone.
    var showsForm = false

    init(_ veld: Veld, _ element: String) {
      range = veld.range
      switch veld.soort {
      case .numeriek: vorm = .number
      case .datum, .onvolledigeDatum: vorm = .date
      case .tekst, .code, .indicatie: vorm = .text
      }
      open = Array("<\(element)>".utf8)
      close = Array("</\(element)>".utf8)
    }
  }

  let open: [UInt8]
  let close: [UInt8]
  /// The fields that are not in the group.
  private(set) var fields: [Field] = []
  /// The fields in the group; none where this form has no group.
  private(set) var group: [Field] = []
  let openGroup: [UInt8]
  let closeGroup: [UInt8]

  /// - Parameters:
  ///   - vorm: which of the forms it is.
  ///   - kort: the layout without the group; nil where there is none.
  init(_ vormen: Recordvormen, _ vorm: Int, kort: Layout?, _ namen: XMLNamen) {
    let (layout, versie) = (vormen.vormen[vorm].layout, vormen.vormen[vorm].versie)
    let element = namen.element(record: layout.record)
    open = Array("<\(element)>".utf8)
    close = Array("</\(element)>\n".utf8)
    let groep = namen.groep(record: layout.record) ?? ""
    openGroup = Array("<\(groep)>".utf8)
    closeGroup = Array("</\(groep)>".utf8)
    for veld in layout.eigenVelden {
      var field = Field(veld, namen.element(veld, versie: versie))
      if let kort, kort.veld(veld.id) == nil {
        group.append(field)
      } else {
        // The last field tells this form from the shorter ones.
        field.showsForm = vorm > 0 && veld == layout.velden.last
        fields.append(field)
      }
    }
  }
}
