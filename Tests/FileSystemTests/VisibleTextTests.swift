import Testing

@testable import FileSystem

struct VisibleTextTests {
  @Test(arguments: [
    ("99ZZ001A.B01", "99ZZ001A.B01"), ("Müller é 日本", "Müller é 日本"), ("a\u{1B}[2Jb", "a\\x1B[2Jb"),
    ("a\nb\u{7F}\u{85}", "a\\x0Ab\\x7F\\x85"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{AD}", "\\xAD"), ("", ""),
  ])
  func whatCannotBeSeenIsWrittenOut(text: String, visible: String) {
    #expect(text.visible == visible)
  }

  @Test func anErrorIsOneLineWhateverTheName() {
    let error = BronError(.system, "could not open", at: .init("Inbox/a\n\u{1B}]0;b\u{07}"), remedy: "Run again")
    #expect(error.description == "Inbox/a\\x0A\\x1B]0;b\\x07: could not open. Run again")
  }
}
