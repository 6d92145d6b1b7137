import Checks
import FileSystem
import ProgrammaVanEisen
import Records
import Reference
import XMLBatch

/// Reads a delivery once from end to end: lines, lengths, characters, counts and the header.
struct Structuurcontrole {
  /// The checks that stand behind it.
  static let functies: Set<String> = [
    "voorlooprecord", aanleverpuntOnbekend, "versieNietOndersteund", "recordsoortOnbekend", "recordlengte",
    "recordsoortSectordeel", "tekens", "meldingnummers", "recordBuitenMelding", "regeleinde", "leegOfAfgebroken",
    "gzip", "regelTeLang", "utf8", "bestandsnaam", "meldingTeGroot", "teGroot", "xmlWelgevormdheid", "xmlSchema",
  ]
  /// The one of them that needs a table.
  static let aanleverpuntOnbekend = "aanleverpuntOnbekend"
  /// A melding of more records is refused: the most that a person needs is a few dozen.
  static let mostRecords = 1_000
  /// A delivery of more records is refused: there is no number for them in the header.
  static let mostInFile = 999_999
  /// Where the counting of records ends: half a gigabyte of empty lines is no delivery.
  static let mostRead = 10_000_000

  private let pve: PvE
  private let tables: ReferenceTables
  private let controlesets: Controlesets
  private let datum: Datum
  private var structuur: Structuur
  private var isVersieBekend = false
  /// While the version is not known: by version, how many records have a length that only older ones know.
  private var passend: [Int]
  private var recordsInMelding = 0
  /// The number that the 305 of the melding at hand has, right or wrong.
  private var meldingnummer = 0
  private var utf8: (regel: Int, byte: Int)?
  private var isNoUTF8 = false

  private init(_ controlesets: Controlesets, datum: Datum, meeste: Int) {
    pve = controlesets.pve
    tables = controlesets.tables
    self.controlesets = controlesets
    self.datum = datum
    passend = pve.layouts.map { _ in 0 }
    let none = DeliveryContext([:], header: [], meldingen: 0, records: 0)
    structuur = Structuur(layouts: pve.newest, fouten: Bestandsfouten(pve, meeste: meeste), context: none)
  }

  /// Reads a delivery.
  ///
  /// - Parameters:
  ///   - naam: the name of the file.
  ///   - map: the folder of the institution that it lay in; empty where it lay in none.
  ///   - meeste: how many faults of each kind are listed.
  static func lees(
    _ aanlevering: Aanlevering, naam: String, map: String, datum: Datum, controlesets: Controlesets,
    meeste: Int = Bestandsfouten.most
  ) throws -> Structuur {
    var controle = Structuurcontrole(controlesets, datum: datum, meeste: meeste)
    controle.structuur.vorm = Bestandsvorm(naam: naam)
    do {
      try controle.lees(aanlevering)
    } catch let error as BronError where error.code == .gzip {
      controle.structuur.fouten.meld(
        "gzip", byte: aanlevering.bytes.count, "uitgepakt tot aan byte \(aanlevering.bytes.count)")
    } catch let error as BronError where error.code == .tooLarge {
      controle.meldTeGroot(aanlevering.bytes.count)
    }
    controle.structuur.bytes = aanlevering.bytes.count
    // This one first: it reads on to the end, and a file that is not packed has one digest.
    controle.structuur.sha256Ingepakt = try aanlevering.sha256Packed()
    controle.structuur.sha256 = aanlevering.sha256
    try aanlevering.requireUnchanged()
    try controle.sluit(naam: naam, map: map)
    return controle.structuur
  }

  private mutating func lees(_ aanlevering: Aanlevering) throws {
    let reader = try structuur.vorm.bron(aanlevering.bytes, pve: pve)
    var (isFirst, isEmpty) = (true, true)
    while try reader.next() {
      isEmpty = false
      if isFirst, let line = reader.block.lines.first {
        structuur.kopplaats = (reader.block.lineNumber(0), reader.block.byte(0))
        leesVoorloop(reader.block.copy(line))
        try reader.use(structuur.layouts)
        isFirst = false
      }
      if structuur.records > Self.mostRead { return meldTeGroot(aanlevering.bytes.count) }
      for fault in reader.faults { meld(fault) }
      for _ in 0..<reader.moreFaults { structuur.fouten.meld("xmlSchema") }
      let block = reader.block
      if block.continuesMelding {
        structuur.fouten.meld(
          "meldingTeGroot", regel: block.firstLine, byte: block.fileOffset, "meer dan \(BlockReader.blockSize) bytes")
      }
      block.withBytes { bytes in
        for (index, line) in block.lines.enumerated() {
          controleer(line, bytes, regel: block.lineNumber(index), byte: block.byte(index))
        }
      }
    }
    // Of a document that is not well-formed the end was not read; the digest is of all of it.
    try aanlevering.bytes.drain()
    if isEmpty { structuur.fouten.meld("leegOfAfgebroken", byte: 0, "het bestand is leeg") }
  }

  private mutating func meld(_ fault: XMLFault) {
    structuur.fouten.meld(
      fault.kind == .schema ? "xmlSchema" : "xmlWelgevormdheid", regel: fault.place.line, byte: fault.place.byte,
      "kolom \(fault.place.column), \(fault.detail)")
  }

  private mutating func meldTeGroot(_ byte: Int) {
    structuur.isTeGroot = true
    structuur.fouten.meld("teGroot", byte: byte, "gelezen tot aan byte \(byte)")
  }

  private mutating func leesVoorloop(_ line: [UInt8]) {
    guard let layout = pve.newest[300], let voorloop = Voorloop(line, layout: layout) else {
      if !line.starts(with: "300".utf8) {
        structuur.fouten.meld("voorlooprecord", regel: structuur.kopplaats.regel, byte: structuur.kopplaats.byte)
      }
      return
    }
    structuur.voorloop = voorloop
    if let layouts = pve.layouts(versie: voorloop.versie) {
      structuur.layouts = layouts
      isVersieBekend = true
    }
  }

  private mutating func controleer(_ line: Block.Line, _ bytes: RawBytes, regel: Int, byte: Int) {
    structuur.records += 1
    // The counters of 300 have six digits, so a file with more records is refused by them. The rest is
    // only counted: nobody reads a fault of its millionth record.
    if structuur.records > Self.mostInFile {
      if line.record == 305 { structuur.meldingen += 1 }
      return
    }
    switch line.ending {
    case .whole: break
    case .lineFeedOnly: structuur.fouten.meld("regeleinde", regel: regel, byte: byte + Int(line.length), "LF zonder CR")
    case .cutOff:
      structuur.fouten.meld(
        "regeleinde", regel: regel, byte: byte + Int(line.length), "de laatste regel heeft geen einde")
    case .tooLong:
      structuur.fouten.meld("regelTeLang", regel: regel, byte: byte)
      return
    }
    // In XML every character was looked at as it came.
    if structuur.vorm == .vast { controleerTekens(line, bytes, regel: regel, byte: byte) }
    if structuur.records == 1 && line.record == 300 {
      if line.layout == -2 { meldLengte(line, regel, byte) }
      return
    }
    controleerRecord(line, bytes, regel: regel, byte: byte)
  }

  private mutating func controleerRecord(_ line: Block.Line, _ bytes: RawBytes, regel: Int, byte: Int) {
    if line.record == 300 {
      structuur.fouten.meld("voorlooprecord", regel: regel, byte: byte, "een tweede voorlooprecord")
      return
    }
    if line.layout == -1 || line.record >= 400 {
      structuur.fouten.meld(
        "recordsoortOnbekend", regel: regel, byte: byte,
        // What is no record may be a piece of one, and its digits those of a person's number.
        waarde: structuur.layouts[Int(line.record)].map { "\($0.record)" })
      return
    }
    if line.layout == -2 {
      // Where the version is not known, the length of any version is right.
      if isVersieBekend || !telVersies(line) { meldLengte(line, regel, byte) }
      return
    }
    let layout = structuur.layouts.all[Int(line.layout)]
    if let sectordeel = layout.sectordeel, let voorloop = structuur.voorloop,
      ["BO", "ED", "VA"].contains(voorloop.leverancier.sectordeel),
      sectordeel != voorloop.leverancier.sectordeel
    {
      structuur.fouten.meld(
        "recordsoortSectordeel", regel: regel, byte: byte,
        "record \(line.record) in een bestand voor \(voorloop.leverancier.sectordeel)")
    }
    if line.record == 310 { structuur.persoonsgegevens += 1 }
    controleerMeldingnummer(line, bytes, regel: regel, byte: byte)
  }

  private mutating func controleerMeldingnummer(_ line: Block.Line, _ bytes: RawBytes, regel: Int, byte: Int) {
    let nummer = bytes.slice(Int(line.offset) + 3..<Int(line.offset) + 9).reduce(0) { sum, digit in
      digit &- 0x30 <= 9 && sum >= 0 ? sum * 10 + Int(digit - 0x30) : -1
    }
    if line.record == 305 {
      structuur.meldingen += 1
      recordsInMelding = 0
      meldingnummer = nummer
      if nummer != structuur.meldingen {
        let (verwacht, gevonden) = (structuur.meldingen, meldingnummer(line, bytes))
        structuur.fouten.meld(
          "meldingnummers", regel: regel, byte: structuur.vorm == .xml ? byte : byte + 3, waarde: gevonden,
          "verwacht werd \(verwacht)")
      }
      return
    }
    if structuur.meldingen == 0 {
      structuur.fouten.meld("recordBuitenMelding", regel: regel, byte: byte, "er ging geen 305 aan vooraf")
    } else if nummer != meldingnummer {
      let gevonden = meldingnummer(line, bytes)
      structuur.fouten.meld(
        "recordBuitenMelding", regel: regel, byte: byte + 3, waarde: gevonden,
        "het meldingnummer is een ander dan dat van de 305 ervoor")
    }
    recordsInMelding += 1
    if recordsInMelding == Self.mostRecords {
      structuur.fouten.meld("meldingTeGroot", regel: regel, byte: byte, "meer dan \(Self.mostRecords) records")
    }
  }

  /// The number as it was delivered; nil in a record about a person, of which other bytes may have come
  /// in its place.
  private func meldingnummer(_ line: Block.Line, _ bytes: RawBytes) -> String? {
    if structuur.layouts.all[Int(line.layout)].velden.contains(where: \.isPersoonsgegeven) { return nil }
    return Latin1.text(bytes.slice(Int(line.offset) + 3..<Int(line.offset) + 9))
  }

  /// Counts a record for the versions that know its length; false where none does.
  private mutating func telVersies(_ line: Block.Line) -> Bool {
    var any = false
    for (index, layouts) in pve.layouts.enumerated()
    where layouts.index(record: Int(line.record), length: Int(line.length)) >= 0 {
      passend[index] += 1
      any = true
    }
    return any
  }

  private mutating func meldLengte(_ line: Block.Line, _ regel: Int, _ byte: Int) {
    let right = structuur.layouts.all.filter { $0.record == Int(line.record) }.map(\.lengte).sorted()
    let expected = right.map(String.init).joined(separator: " of ")
    structuur.fouten.meld(
      "recordlengte", regel: regel, byte: byte,
      "record \(line.record) heeft er \(line.length), het moeten er \(expected) zijn")
  }

  // MARK: Characters

  private mutating func controleerTekens(_ line: Block.Line, _ bytes: RawBytes, regel: Int, byte: Int) {
    let (offset, length) = (Int(line.offset), Int(line.length))
    var position = 0
    var isSuspect = false
    while position + 8 <= length {
      let word = bytes.word(at: offset + position)
      isSuspect = isSuspect || Lanes.anyControl(word) || Lanes.anyHigh(word)
      position += 8
    }
    if position < length {
      // Spaces in the place of what lies behind the line.
      let word =
        bytes.word(at: offset + position, length: length - position) | 0x2020_2020_2020_2020
        << UInt64(8 * (length - position))
      isSuspect = isSuspect || Lanes.anyControl(word) || Lanes.anyHigh(word)
    }
    if isSuspect { controleerVerdacht(bytes.slice(offset..<offset + length), regel: regel, byte: byte) }
  }

  /// A line with bytes beyond printable ASCII: a control character is a fault, an accent may be one.
  private mutating func controleerVerdacht(_ line: UnsafeRawBufferPointer, regel: Int, byte: Int) {
    if let place = line.firstIndex(where: { $0 < 0x20 || (0x7F...0x9F).contains($0) }) {
      let hex = String(line[place], radix: 16, uppercase: true)
      structuur.fouten.meld("tekens", regel: regel, byte: byte + place, "byte 0x\(hex.count < 2 ? "0" : "")\(hex)")
    }
    guard !isNoUTF8, let place = line.firstIndex(where: { $0 > 0x7F }) else { return }
    if String(validating: line, as: UTF8.self) == nil {
      isNoUTF8 = true
    } else if utf8 == nil {
      utf8 = (regel, byte + place)
    }
  }

  // MARK: The end

  /// What can only be said once the whole file is known.
  private mutating func sluit(naam: String, map: String) throws {
    if let utf8, !isNoUTF8 {
      structuur.fouten.meld("utf8", regel: utf8.regel, byte: utf8.byte, "het bestand is UTF-8 en moet ISO-8859-1 zijn")
    }
    if Bestandsnaam(naam) == nil { structuur.fouten.meld("bestandsnaam") }
    if let meeste = passend.max(), meeste > 0, let versie = passend.lastIndex(of: meeste) {
      structuur.layouts = pve.layouts[versie]
    }
    structuur.context = Self.context(
      structuur.voorloop, naam: naam, map: map, datum: datum, meldingen: structuur.meldingen,
      records: structuur.records)
    guard let voorloop = structuur.voorloop else { return }
    let regel = structuur.kopplaats.regel
    let header = try controlesets.controleset(structuur.layouts, datum: datum).veldcontrole
    for controle in header.check(header: voorloop.bytes, context: structuur.context) {
      let byte = pve.controles[controle].velden.first.flatMap(structuur.kopbyte)
      let toelichting = toelichting(controle)
      structuur.fouten.meld(controle, regel: regel, byte: byte, toelichting)
    }
    if !(pve.layouts(versie: voorloop.versie)?.versie.geldt(op: datum) ?? false) {
      let known = pve.versies.filter { $0.geldt(op: datum) }.map(\.naam).joined(separator: ", ")
      structuur.fouten.meld(
        "versieNietOndersteund", regel: regel, byte: structuur.kopbyte("versieProgrammaVanEisen"),
        "op \(datum.dashed) gelden: \(known)")
    }
    if let aanleverpunten = tables.aanleverpunten, !aanleverpunten.contains(where: { bevat($0, voorloop) }) {
      structuur.fouten.meld(
        Self.aanleverpuntOnbekend, regel: regel, byte: structuur.kopbyte("aanleverpuntnummer"))
    }
  }

  /// What conditions may say of a delivery.
  static func context(
    _ voorloop: Voorloop?, naam: String, map: String, datum: Datum, meldingen: Int, records: Int
  ) -> DeliveryContext {
    let bestandsnaam = Bestandsnaam(naam)
    let values: [ConditionContext: String] = [
      .ontvangst: datum.description, .versie: voorloop?.versie ?? "",
      .sectordeel: voorloop?.leverancier.sectordeel ?? "",
      .naamBrin: bestandsnaam?.brin ?? "", .naamBatchnummer: bestandsnaam?.batchnummer ?? "",
      .naamSectorletter: bestandsnaam?.sectorletter ?? "", .naamAanleverpunt: bestandsnaam?.aanleverpunt ?? "",
      .mapBrin: map,
    ]
    return DeliveryContext(
      values.mapValues { Array($0.utf8) }, header: voorloop?.bytes ?? [], meldingen: meldingen, records: records)
  }

  private func toelichting(_ controle: Int) -> String {
    switch pve.controles[controle].code {
    case "X011": "geteld zijn er \(structuur.meldingen)"
    case "X012": "geteld zijn er \(structuur.records)"
    default: ""
    }
  }

  private func bevat(_ rij: Aanleverpunt, _ voorloop: Voorloop) -> Bool {
    rij.brin == voorloop.leverancier.brin && rij.nummer == voorloop.leverancier.aanleverpunt
      && rij.sectordeel == voorloop.leverancier.sectordeel && rij.geldt(op: datum)
  }
}
