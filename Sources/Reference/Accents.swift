import Foundation

extension String {
  /// The characters with their accents in one piece where Unicode has that.
  var precomposed: [Unicode.Scalar] { Array(precomposedStringWithCanonicalMapping.unicodeScalars) }

  /// The characters with their accents behind them.
  var decomposed: [Unicode.Scalar] { Array(decomposedStringWithCanonicalMapping.unicodeScalars) }
}
