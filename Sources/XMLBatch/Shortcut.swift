import Records

/// The short way: what nearly all of a document is.
extension XMLBatchReader {
  /// Reads labels without a prefix or attributes, and fields whose text needs nothing replaced, as far as that goes;
  /// whatever is not so stays where it is, to be read label by label. The two say the same of every document.
  mutating func takeShortcut() throws {
    let bytes = tokenizer.bytes
    guard tokenizer.namespaces.isDefaultExpected else { return }
    while true {
      let begin = tokenizer.position
      if begin >= tokenizer.input.refillAt { return }
      var place = begin
      while XMLCharacters.isSpace(bytes[place]) { place += 1 }
      // Text that is too long is not white space alone to be skipped.
      if place - begin > tokenizer.limits.piece || bytes[place] != UInt8(ascii: "<") { return }
      let top = frames[frames.count - 1]
      if bytes[place + 1] == UInt8(ascii: "/") {
        let kind = table.kinds[top.kind]
        let end = place + 2 + kind.name.count
        guard kind.rol.rawValue >= Elementtabel.Rol.melding.rawValue, table.matches(kind.name, bytes, place + 2),
          end <= tokenizer.input.end
        else { return }
        tokenizer.position = end
        tokenizer.tokenStart = place
        tokenizer.close()
        try leave(at: place)
        if isCut { return }
        continue
      }
      guard let index = match(top, bytes, place + 1) else { return }
      let child = table.children[index]
      if !child.states.contains(top.state) { return }
      let content = place + 1 + child.name.count
      if child.kind >= 0 {
        if content > tokenizer.input.end { return }
        tokenizer.tokenStart = place
        try tokenizer.open(place + 1..<content - 1)
        tokenizer.position = content
        enter(index, at: place)
      } else {
        guard let end = readField(child, bytes, content, isShared: table.kinds[top.kind].rol == .melding) else {
          return
        }
        tokenizer.position = end
        note(index)
      }
    }
  }

  /// The child whose label stands at a place: the one that came here last time, or one behind it.
  @inline(__always)
  private func match(_ frame: Frame, _ bytes: RawBytes, _ place: Int) -> Int? {
    let expected = successors[frame.slot]
    if expected >= 0, table.matches(table.children[expected].name, bytes, place) { return expected }
    return table.kinds[frame.kind].children.first { table.matches(table.children[$0].name, bytes, place) }
  }

  /// Reads the text of a field and its end label; the place behind them, or nil where that is not so easy.
  @inline(__always)
  private mutating func readField(_ child: Elementtabel.Child, _ bytes: RawBytes, _ start: Int, isShared: Bool) -> Int?
  {
    var end = start
    while true {
      let found = Lanes.endsPlainText(bytes.word(at: end))
      if found != 0 {
        end += found.trailingZeroBitCount >> 3
        break
      }
      end += 8
    }
    let behind = end + 2 + child.name.count
    guard bytes[end] == UInt8(ascii: "<"), bytes[end + 1] == UInt8(ascii: "/"),
      table.matches(child.name, bytes, end + 2), behind <= tokenizer.input.end
    else { return nil }
    let count = end - start
    switch child.vorm {
    case .text where count <= child.length, .number where count == child.length: break
    case .date where count == 10 && !isShared:
      let days = bytes.word(at: start)
      let value =
        days & 0xFFFF_FFFF | (days >> 40 & 0xFFFF) << 32
        | UInt64(bytes[start + 8]) << 48 | UInt64(bytes[start + 9]) << 56
      guard bytes[start + 4] == 0x2D, bytes[start + 7] == 0x2D, Lanes.allDigits(value) else { return nil }
      builder.buffer.store(word: value, at: builder.start + child.offset)
      return behind
    case .date where count <= 8: break
    default: return nil
    }
    if isShared {
      for index in 0..<count { shared[child.offset + index] = bytes[start + index] }
    } else {
      builder.put(bytes, start, count: count, at: child.offset)
    }
    return behind
  }
}
