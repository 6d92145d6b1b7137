/// Documents by the section of the recommendation (XML 1.0, fifth edition, and Namespaces in XML 1.0) that decides
/// about them, since the conformance suite of the W3C is not at hand.
struct Recommendation: CustomStringConvertible {
  let section: String
  let document: [UInt8]
  let isWellFormed: Bool
  /// Why expat says otherwise; nil where it must say the same.
  let difference: String?

  var description: String { "\(section): \(String(decoding: document.prefix(80), as: UTF8.self).debugDescription)" }

  private init(_ section: String, _ document: [UInt8], _ isWellFormed: Bool, _ difference: String? = nil) {
    (self.section, self.document) = (section, document)
    (self.isWellFormed, self.difference) = (isWellFormed, difference)
  }

  private static func good(_ section: String, _ documents: String...) -> [Recommendation] {
    documents.map { .init(section, Array($0.utf8), true) }
  }

  private static func bad(_ section: String, _ documents: String...) -> [Recommendation] {
    documents.map { .init(section, Array($0.utf8), false) }
  }

  private static func bytes(_ section: String, _ isWellFormed: Bool, _ documents: [UInt8]...) -> [Recommendation] {
    documents.map { .init(section, $0, isWellFormed) }
  }

  private static func differs(
    _ why: String, _ section: String, isWellFormed: Bool = false, _ documents: String...
  ) -> [Recommendation] {
    documents.map { .init(section, Array($0.utf8), isWellFormed, why) }
  }

  private static func text(_ bytes: [UInt8]) -> [UInt8] { Array("<a>".utf8) + bytes + Array("</a>".utf8) }

  static let all: [Recommendation] =
    document + characters + common + characterData + comments + instructions + cdata + prolog + lineEnds + labels
    + attributes + references + encodings + namespaces + profile

  private static let document =
    good("2.1 document", "<a/>", "<a></a>", " \n<a/>\n ", "<a><b/><b/></a>", "<!-- --><?p?><a/><!-- --><?p?>")
    + bad(
      "2.1 document", "", " ", "a", "<a/><b/>", "<a/>x", "x<a/>", "<a>", "<a><b></a></b>", "</a>", "<a></b>",
      "<a/>&#32;", "&#32;<a/>", "<a/></a>", "<!-- -->", "<a/><![CDATA[]]>", "<", "<a", "<a/", "<a></", "<a></a")

  private static let characters =
    good(
      "2.2 characters", "<a>\t\n\r</a>", "<a>\u{7F}\u{80}\u{9F}</a>",
      "<a>\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}</a>")
    + bad("2.2 characters", "<a>\u{0}</a>", "<a>\u{1}</a>", "<a>\u{B}</a>", "<a>\u{1F}</a>", "<a>\u{FFFE}</a>")
    + bad("2.2 characters", "<a>\u{FFFF}</a>", "<a b='\u{1}'/>", "<a><!--\u{1}--></a>", "<?p \u{1}?><a/>")
    + bytes(
      "2.2 characters", false, text([0x80]), text([0xC0, 0x80]), text([0xC1, 0xBF]), text([0xC3]),
      text([0xE0, 0x80, 0x80]),
      text([0xE0, 0x9F, 0xBF]), text([0xED, 0xA0, 0x80]), text([0xED, 0xBF, 0xBF]), text([0xF0, 0x80, 0x80, 0x80]),
      text([0xF0, 0x8F, 0xBF, 0xBF]), text([0xF4, 0x90, 0x80, 0x80]), text([0xF5, 0x80, 0x80, 0x80]), text([0xFF]),
      text([0xE2, 0x82]), text([0xE2, 0x28, 0xA1]), Array("<a>".utf8) + [0xC3], Array("<a>".utf8) + [0xF0, 0x9F, 0x98])

  private static let common =
    good(
      "2.3 names", "<_/>", "<a-b.c_1/>", "<é/>", "<Ωmega/>", "<名前/>", "<a·/>", "<a\u{300}/>", "<xml/>",
      "<xmla xMl='1'/>")
    + bad(
      "2.3 names", "<1/>", "<-a/>", "<.a/>", "< a/>", "<a b\u{D7}='1'/>", "<\u{B7}/>", "<\u{300}/>", "<a$/>", "<a b/>",
      "<\u{D7}/>", "<a><b c!='1'/></a>", "<a></ a>")
    + differs(
      "expat has the tables of names of the fourth edition, we have those of the fifth", "2.3 names",
      isWellFormed: true,
      "<\u{10000}/>", "<\u{370}/>", "<\u{2C00}/>")

  private static let characterData =
    good("2.4 character data", "<a>x > y</a>", "<a>]] ></a>", "<a>]]&gt;</a>", "<a>]</a>", "<a>\"'</a>", "<a>é</a>")
    + bad("2.4 character data", "<a>]]></a>", "<a>x]]]></a>", "<a>x < y</a>", "<a>&</a>", "<a>& b</a>", "<a>&b</a>")

  private static let comments =
    good("2.5 comments", "<a><!----></a>", "<a><!-- <b> & ]]> --></a>", "<a>x<!-- - - -->y</a>", "<!-- é\n --><a/>")
    + bad(
      "2.5 comments", "<a><!-- -- --></a>", "<a><!-- ---></a>", "<a><!--></a>", "<a><!--->", "<a><!- --></a>",
      "<a><!-- ",
      "<!--", "<a/><!--", "<! -- --><a/>")

  private static let instructions =
    good(
      "2.6 instructions", "<a><?p?></a>", "<a><?p <&>? x?></a>", "<?p-q r?><a/>", "<?xml-stylesheet a?><a/>",
      "<?p ??><a/>")
    + bad(
      "2.6 instructions", "<a><?p</a>", "<a><? p?></a>", "<a><?p>", "<a><?xml?></a>", "<a><?XML x?></a>",
      "<a><?Xml x?></a>",
      "<a><?p+?></a>", "<a><??></a>", "<a/><?", "<a><?p:q?></a>")

  private static let cdata =
    good(
      "2.7 CDATA", "<a><![CDATA[]]></a>", "<a><![CDATA[<b>&amp;]] > ]]]></a>", "<a>x<![CDATA[y]]>z</a>",
      "<a><![CDATA[\r\n\r]]></a>", "<a><![CDATA[>]]>&lt;</a>", "<a><![CDATA[]]]]><![CDATA[>]]></a>")
    + bad(
      "2.7 CDATA", "<a><![CDATA[</a>", "<a><![cdata[]]></a>", "<a><![CDATA []]></a>", "<a><![CDATA[]]</a>",
      "<a><![CDATA",
      "<a><![", "<a><!")

  private static let prolog =
    good(
      "2.8 prolog", "<?xml version='1.0'?><a/>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>",
      "<?xml version = '1.0' encoding = 'utf-8' standalone = 'yes' ?><a/>", "<?xml version='1.0' standalone='no'?><a/>",
      "<?xml\tversion='1.0'\n?><a/>")
    + bad(
      "2.8 prolog", " <?xml version='1.0'?><a/>", "<?xml?><a/>", "<?xml ?><a/>", "<?xml encoding='UTF-8'?><a/>",
      "<?xml version='1.0' version='1.0'?><a/>", "<?xml version='1.0'encoding='UTF-8'?><a/>",
      "<?xml version='1.0\"?><a/>",
      "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", "<?xml version='1.0' standalone='maybe'?><a/>",
      "<?xml version=1.0?><a/>", "<?xml version='1.0'><a/>", "<?xml version='1.0' x='y'?><a/>",
      "<?XML version='1.0'?><a/>",
      "<a/><?xml version='1.0'?>", "<?xml version='1.0'?>", "<?xml version")
    + bad("2.8 DOCTYPE", "<!DOCTYPE a [<a/>", "<a><!DOCTYPE a></a>", "<!doctype a><a/>", "<!ELEMENT a ANY><a/>")
    + differs(
      "we take no document type declaration", "2.8 DOCTYPE", "<!DOCTYPE a><a/>",
      "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
      "<!DOCTYPE a SYSTEM 'x'><a/>")
    + differs(
      "we take version 1.0 alone", "2.8 version", "<?xml version='1.1'?><a/>", "<?xml version='1.9'?><a/>",
      "<?xml version='2'?><a/>", "<?xml version=''?><a/>")

  private static let lineEnds =
    good(
      "2.11 line ends", "<a>\r\n</a>", "<a>\r</a>", "<a>\r\r\n\n</a>", "<a\r\nb\r=\n'c'/>",
      "<a>\r\n<b/>\r<c/>\n<d/></a>",
      "<a>&#13;\n</a>", "<a>x\r\n\r\n  <b/></a>", "\r\n\r\n<a/>", "<a><!--\r\n--><b/><?p \r?><c/></a>")

  private static let labels =
    good(
      "3.1 labels", "<a ></a >", "<a />", "<a\n/>", "<a b='1' c=\"2\"/>", "<a b = '1'/>", "<a></a\n>",
      "<a b='1'\nc='2' >x</a>")
    + bad(
      "3.1 labels", "<a / >", "<a/ >", "<a b='1'c='2'/>", "<a b='1' b='2'/>", "<a b=1/>", "<a b='1/>", "<a b='1\"/>",
      "<a b='<'/>", "<a b='&'/>", "<a></a b='1'>", "<a></a/>", "<a b=/>", "<a =''/>", "<a b=''=''/>", "<a,b/>",
      "<a><b></a>",
      "<a>< /a>", "<a b=\"x<y\"/>", "<a></A>", "<a <b/></a>", "<a ' '/>")

  private static let attributes =
    good(
      "3.3.3 attribute values", "<a b='x\ty\nz'/>", "<a b='x\r\ny\rz'/>", "<a b='&#9;&#10;&#13;'/>", "<a b='  x  '/>",
      "<a b='&lt;&amp;&apos;&quot;&gt;'/>", "<a b=\"it's\" c='\"'/>", "<a b='>'/>", "<a b=']]>'/>",
      "<a b='é&#233;&#xE9;'/>",
      "<a xml:space='preserve' xml:lang='nl'/>")

  private static let references =
    good(
      "4.1 references", "<a>&lt;&gt;&amp;&apos;&quot;</a>", "<a>&#65;&#x41;&#x00041;&#0065;</a>",
      "<a>&#x10FFFF;&#xE000;</a>",
      "<a>&#38;lt;</a>", "<a>x&amp;y&lt;z</a>", "<a>&#xaB;&#xAb;</a>", "<a>&#10;&#13;&#9;</a>")
    + bad(
      "4.1 references", "<a>&lt</a>", "<a>&LT;</a>", "<a>&nbsp;</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#xG;</a>",
      "<a>&#1;</a>",
      "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#xFFFE;</a>", "<a>&#x110000;</a>", "<a>&#99999999999999999999;</a>",
      "<a>&#X41;</a>",
      "<a>& lt;</a>", "<a>&;</a>", "<a>&#-1;</a>", "<a>&# 65;</a>", "<a b='&c;'/>", "<a>&lt ;</a>", "<a>&#x1F;</a>",
      "<a>&amp</a>;")

  private static let encodings =
    bytes("4.3.3 encoding", true, [0xEF, 0xBB, 0xBF] + Array("<a/>".utf8))
    + bytes("4.3.3 encoding", true, [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='UTF-8'?><a>é</a>".utf8))
    + bytes(
      "4.3.3 encoding", false, [0xEF, 0xBB] + Array("<a/>".utf8), [0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x3C, 0x00, 0x61])
    + bytes("4.3.3 encoding", false, [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("<a/>".utf8))
    + bad("4.3.3 encoding", "<?xml version='1.0' encoding='x-unknown'?><a/>", "<?xml version='1.0' encoding=''?><a/>")
    + differs(
      "we take UTF-8 alone", "4.3.3 encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
      "<?xml version='1.0' encoding='US-ASCII'?><a/>")
    + [
      .init("4.3.3 encoding", [0xFE, 0xFF] + "<a/>".utf8.flatMap { [0, $0] }, false, "we take UTF-8 alone"),
      .init("4.3.3 encoding", [0xFF, 0xFE] + "<a/>".utf8.flatMap { [$0, 0] }, false, "we take UTF-8 alone"),
      .init("4.3.3 encoding", "<a/>".utf8.flatMap { [$0, 0] }, false, "we take UTF-8 alone"),
    ]

  private static let namespaces =
    good(
      "namespaces", "<a xmlns='urn:x'/>", "<p:a xmlns:p='urn:x'><p:b p:c='1' c='2'/></p:a>",
      "<a xmlns='urn:x'><b xmlns=''/></a>",
      "<a xmlns:p='urn:x'><b xmlns:p='urn:y'><p:c/></b><p:c/></a>",
      "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
      "<xml:a/>", "<a xmlns:p='urn:x' p:b='1' b='2'/>", "<a xmlns='urn:x' xmlns:p='urn:x' p:b='1' b='2'/>",
      "<a xmlns:é='urn:x'><é:b/></a>", "<a xmlns='urn:bronbatch:v1'><b/><c xmlns='urn:x'><d/></c><e/></a>",
      "<p:a p:b='' xmlns:p='u'/>")
    + bad(
      "namespaces", "<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='1' q:b='2'/>",
      "<a xmlns:xml='urn:x'/>", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "<a xmlns:xmlns='urn:x'/>",
      "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
      "<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "<:a/>", "<a:/>", "<a:b:c xmlns:a='urn:x'/>", "<a :b='1'/>",
      "<a xmlns='urn:x' xmlns='urn:y'/>", "<a xmlns:p='urn:x' xmlns:p='urn:x'/>", "<a><b xmlns:p='urn:x'/><p:c/></a>",
      "<a xmlns:1='urn:x'/>", "<a xmlns:p='urn:x'><p:1/></a>", "<xmlns:a/>")

  private static let profile =
    differs(
      "we have limits", "limits", String(repeating: "<a>", count: 33) + String(repeating: "</a>", count: 33),
      "<" + String(repeating: "a", count: 257) + "/>",
      "<a " + (0...32).map { "a\($0)='' " }.joined() + "/>", "<a>" + String(repeating: "x", count: 65_537) + "</a>",
      "<a><!--" + String(repeating: "x", count: 65_530) + "--></a>",
      "<a b='" + String(repeating: "x", count: 65_536) + "'/>",
      "<a>" + String(repeating: " ", count: 300_000) + "</a>", nested(namespaces: [32, 32, 1]),
      "<a><![CDATA[" + String(repeating: "x", count: 300_000) + "]]></a>")
    + good(
      "limits", String(repeating: "<a>", count: 32) + String(repeating: "</a>", count: 32),
      "<" + String(repeating: "a", count: 256) + "/>", "<a " + (1...32).map { "a\($0)='' " }.joined() + "/>",
      nested(namespaces: [32, 32]),
      "<a>" + String(repeating: "x", count: 65_536) + "</a>",
      "<a>" + String(repeating: "<b/>x\n", count: 30_000) + "</a>")

  /// Elements in each other that declare so many namespaces each.
  private static func nested(namespaces: [Int]) -> String {
    namespaces.enumerated().map { depth, count in
      "<a" + (0..<count).map { " xmlns:p\(depth)-\($0)='u'" }.joined() + ">"
    }.joined() + String(repeating: "</a>", count: namespaces.count)
  }
}
