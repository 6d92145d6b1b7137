import Fuzzing
import Testing

/// The tokenizer, held against the recommendation and against expat.
struct XMLTokenizerTests {
  @Test("the recommendation, section by section", arguments: Recommendation.all)
  func recommendation(_ document: Recommendation) throws {
    let ours = try XMLReading.ours(document.document)
    #expect((ours.fault == nil) == document.isWellFormed, "we say: \(ours.fault ?? "well-formed")")
    let expat = try XMLReading.expat(document.document)
    if let difference = document.difference {
      #expect((expat.fault == nil) != document.isWellFormed, "no difference any more: \(difference)")
    } else {
      #expect((expat.fault == nil) == document.isWellFormed, "expat says: \(expat.fault ?? "well-formed")")
      if document.isWellFormed { #expect(ours.events == expat.events) }
    }
  }

  @Test("however a document comes in, it is read the same", arguments: Recommendation.all)
  func trickle(_ document: Recommendation) throws {
    let whole = try XMLReading.ours(document.document)
    for most in [1, 7] where document.document.count < 2_000 || most == 7 {
      let parts = try XMLReading.ours(document.document, most: document.document.count < 2_000 ? most : 4_099)
      #expect(parts.fault == whole.fault)
      #expect(parts.events == whole.events)
    }
  }
}
