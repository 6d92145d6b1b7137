import FileSystem
import Testing

/// A file that must be refused, and why.
struct BadFile: Sendable, CustomTestStringConvertible {
  /// A fault that the receipt must tell.
  struct Expected: Sendable {
    let code: String
    var regel: Int?
    var byte: Int?
    /// For a fault whose place only the packer knows.
    var isAnywhere = false
  }

  let testDescription: String
  let naam: String
  let map: String
  let bytes: [UInt8]
  let expected: [Expected]
  /// Codes that may be told as well, because one fault brings another.
  let besides: Set<String>

  private init(
    _ testDescription: String, naam: String = "01AA001A.B01", map: String = "", _ bytes: [UInt8],
    _ expected: [Expected], besides: Set<String> = []
  ) {
    self.testDescription = testDescription
    (self.naam, self.map, self.bytes, self.expected, self.besides) = (naam, map, bytes, expected, besides)
  }

  static let all = noDelivery + names + headers + lines + characters + packed

  /// Bytes of a line with its end: the header has 137, a 305 has 63, a 320 of version 1.1 has 62.
  private static let header = 137

  private static func fault(_ code: String, _ regel: Int? = nil, _ byte: Int? = nil) -> Expected {
    Expected(code: code, regel: regel, byte: byte)
  }

  private static func delivery(_ change: (inout Delivery) -> Void) -> [UInt8] { Delivery().with(change).bytes }

  // MARK: What is no delivery

  private static let noDelivery = [
    BadFile("empty", [], [fault("X027", nil, 0)]),
    BadFile(
      "text", "Geachte heer,\r\n\r\nHierbij de gegevens.\r\n".latin1,
      [fault("X001", 1, 0), fault("X020", 1, 0), fault("X020", 2, 15)]),
    BadFile(
      "random bytes", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 / 7) }, [fault("X001", 1, 0)],
      besides: ["X020", "X022", "X023", "X026", "X029"]),
    BadFile(
      "no header", Delivery().bytes.suffix(from: header).map { $0 }, [fault("X001", 1, 0)]),
    BadFile("header alone", delivery { $0.regels = [] }, [fault("X019", 1)]),
    BadFile(
      "header cut off", Array(Delivery().bytes.prefix(100)), [fault("X022", 1, 0), fault("X026", 1, 100)]),
    BadFile("end mark alone", [0x1C], [fault("X027", nil, 0)]),
  ]

  // MARK: Names

  private static let names = [
    BadFile("name of another BRIN", naam: "02BB001A.B01", Delivery().bytes, [fault("X004", 1, 3)]),
    BadFile("name of another batch", naam: "01AA002A.B01", Delivery().bytes, [fault("X008", 1, 14)]),
    BadFile("name of another sectordeel", naam: "01AA001A.E01", Delivery().bytes, [fault("X006", 1, 9)]),
    BadFile("name of another aanleverpunt", naam: "01AA001A.B02", Delivery().bytes, [fault("X005", 1, 7)]),
    BadFile("name of no delivery", naam: "levering juni.txt", Delivery().bytes, [fault("X031")]),
    BadFile("name in small letters", naam: "01aa001a.b01", Delivery().bytes, [fault("X031")]),
    BadFile("name that XML does not allow", naam: "a<&>\u{7}\".b01", Delivery().bytes, [fault("X031")]),
    BadFile(
      "name as long as names can be", naam: String(repeating: "x", count: 255), Delivery().bytes, [fault("X031")]),
    // A mark is one sign with the slash before it; signs joined into one count as one.
    BadFile("name that begins with a mark", naam: "\u{301}01AA001A.B01", Delivery().bytes, [fault("X031")]),
    BadFile(
      "name that begins with a mark, in a folder", naam: "\u{301}01AA001A.B01", map: "01AA", Delivery().bytes,
      [fault("X031")]),
    BadFile(
      "name of signs joined into one", naam: String(repeating: "\u{1F468}\u{200D}", count: 36), Delivery().bytes,
      [fault("X031")]),
    BadFile("name whose ending is joined to it", naam: "01AA001A.B01\u{600}.gz", gzip, [fault("X031")]),
    BadFile("name with the end of a line", naam: "01AA\r\n001A.B01", Delivery().bytes, [fault("X031")]),
    BadFile("name of an option", naam: "--help", Delivery().bytes, [fault("X031")]),
    BadFile("folder of another institution", map: "02BB", Delivery().bytes, [fault("X004", 1, 3)]),
  ]

  // MARK: Headers

  private static let headers = [
    BadFile("two headers", delivery { $0.regels.append($0.kop) }, [fault("X001", 5, 287)]),
    BadFile("wrong number of meldingen", delivery { $0.meldingen = 2 }, [fault("X011", 1, 121)]),
    BadFile("wrong number of records", delivery { $0.records = 5 }, [fault("X012", 1, 127)]),
    BadFile("unknown version", delivery { $0.versie = "9.9" }, [fault("X013", 1, 116)]),
    BadFile(
      "version 1.2 before its day",
      delivery {
        $0.versie = "1.2"
        $0.regels[1] += "  "
      }, [fault("X013", 1, 116)]),
    BadFile("number of no digits", delivery { $0.batchnummer = "+01" }, [fault("X008", 1, 14)]),
    BadFile("made tomorrow", delivery { $0.datum = "20090616" }, [fault("X014", 1, 18)]),
    BadFile("unknown sectordeel", delivery { $0.sectordeel = "XX" }, [fault("X006", 1, 9)]),
  ]

  // MARK: Lines

  private static let lines = [
    BadFile("unknown record", delivery { $0.regels.append("399000001T1  ") }, [fault("X020", 5, 287)]),
    BadFile(
      "record of a feedback", delivery { $0.regels.append("402" + String(repeating: "0", count: 38)) },
      [fault("X020", 5, 287)]),
    BadFile("line too short", delivery { $0.regels[1].removeLast() }, [fault("X022", 3, 200)]),
    BadFile("line too long", delivery { $0.regels[2] += " " }, [fault("X022", 4, 262)]),
    BadFile(
      "no CR", Array(Delivery().tekst.replacingOccurrences(of: "\r", with: "").latin1),
      [fault("X026", 1, 135), fault("X026", 2, 197), fault("X026", 3, 258), fault("X026", 4, 282)]),
    BadFile(
      "last line without end", Array(Delivery().with { $0.einde = [] }.bytes.dropLast(2)), [fault("X026", 4, 285)]),
    BadFile(
      "more behind the end mark", Delivery().bytes + [0x1C], [fault("X026", 5, 289), fault("X023", 5, 287)],
      besides: ["X012", "X020"]),
    BadFile(
      "record before the first melding", delivery { $0.regels = Regels.inschrijving(1) + $0.regels },
      [fault("X025", 2, 137), fault("X025", 3, 199)]),
    BadFile(
      "record under another melding", delivery { $0.regels[2] = Regels.inschrijving(2)[1] }, [fault("X025", 4, 265)]),
    BadFile(
      "meldingen not in order",
      delivery { $0.regels = Regels.goed(2) + Regels.goed(1, Regels.twee) },
      [fault("X024", 2, 140), fault("X024", 5, 290)]),
    BadFile(
      "a number of a melding twice",
      delivery { $0.regels = Regels.goed(1) + Regels.goed(1, Regels.twee) }, [fault("X024", 5, 290)]),
    BadFile(
      "record of another sectordeel",
      delivery { $0.regels[1] = "325000001T1  5511 2008010120100101        06N10" }, [fault("X021", 3, 200)]),
    BadFile(
      "melding without end",
      delivery { $0.regels += [String](repeating: Regels.inschrijving(1)[1], count: 1_000) },
      [fault("X032", 1_002, 137 + 63 + 62 + 998 * 25)]),
    BadFile(
      "a line of ten thousand bytes", delivery { $0.regels.insert(String(repeating: "3", count: 10_000), at: 1) },
      [fault("X029", 3, 200)]),
  ]

  // MARK: Characters

  /// A delivery with a byte in the leerlingnummer, which begins at byte 146.
  private static func withByte(_ byte: UInt8) -> [UInt8] {
    var bytes = Delivery().bytes
    bytes[150] = byte
    return bytes
  }

  private static let characters =
    [0x00, 0x09, 0x1A, 0x1C, 0x7F, 0x85].map { byte in
      BadFile("byte \(byte)", withByte(byte), [fault("X023", 2, 150)])
    } + [
      BadFile(
        "UTF-8",
        Array(
          Delivery(
            Regels.zonderNummer(1, leerling: "7", achternaam: "Muller", voornamen: "Anna", geboortedatum: "19900102")
              + Regels.inschrijving(1)
          ).tekst.replacingOccurrences(of: "Muller ", with: "Müller").utf8), [fault("X030", 3, 210)],
        besides: ["X023"]),
      BadFile(
        "UTF-8 with its mark", [0xEF, 0xBB, 0xBF] + Delivery().bytes, [fault("X001", 1, 0), fault("X030", 1, 0)],
        besides: ["X020"]),
      BadFile(
        "UTF-16", Array(Delivery().tekst.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        [fault("X001", 1, 0), fault("X023", 1, 1)], besides: ["X020", "X026"]),
    ]

  // MARK: Packed

  private static let gzip: [UInt8] = {
    do { return try gzipMember(Delivery().bytes) } catch { return [] }
  }()

  /// The bytes of what is packed.
  private static let whole = Delivery().bytes.count

  private static func corrupt(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = gzip
    change(&bytes)
    return bytes
  }

  private static let packed = [
    BadFile("gzip cut off", naam: "01AA001A.B01.gz", Array(gzip.dropLast(4)), [fault("X028", nil, whole)]),
    BadFile(
      "gzip cut off in its middle", naam: "01AA001A.B01.gz", Array(gzip.prefix(gzip.count / 2)),
      [Expected(code: "X028", isAnywhere: true)],
      besides: ["X001", "X011", "X012", "X019", "X020", "X022", "X026", "X027"]),
    BadFile(
      "gzip with a wrong checksum", naam: "01AA001A.B01.gz", corrupt { $0[$0.count - 8] ^= 1 },
      [fault("X028", nil, whole)]),
    BadFile(
      "gzip that is corrupt", naam: "01AA001A.B01.gz", corrupt { for i in 20..<40 { $0[i] ^= 0x5A } },
      [Expected(code: "X028", isAnywhere: true)],
      besides: ["X001", "X011", "X012", "X019", "X020", "X022", "X023", "X026", "X027"]),
    BadFile("gzip with more behind it", naam: "01AA001A.B01.gz", gzip + "meer".latin1, [fault("X028", nil, whole)]),
    BadFile(
      "gzip in name alone", naam: "01AA001A.B01.gz", Delivery().bytes, [fault("X028", nil, 0)], besides: ["X027"]),
    BadFile("gzip of nothing", naam: "01AA001A.B01.gz", [], [fault("X028", nil, 0)], besides: ["X027"]),
  ]
}
